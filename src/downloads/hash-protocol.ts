/** What the downloads worker asks its hash worker; `id` comes back with the answer. Hashes of files are SHA-256. */
export type HashRequest =
  /** The hash of a file's first bytes, which are on the disk from then on. */
  | { readonly type: 'file'; readonly id: number; readonly handle: FileSystemFileHandle; readonly bytes: number }
  /** The next bytes of a file that is hashed as it comes: the buffer's first ones. The buffer comes back for reuse. */
  | {
      readonly type: 'add';
      readonly id: number;
      readonly stream: number;
      /** How many went before: a stream that was lost with a worker must not begin in the middle. */
      readonly at: number;
      readonly buffer: ArrayBuffer;
      readonly bytes: number;
    }
  /** The hash of all bytes of a stream, and how many they are. */
  | { readonly type: 'end'; readonly id: number; readonly stream: number; readonly bytes: number }
  /** Nobody will ask for the stream's hash any more. Is not answered. */
  | { readonly type: 'drop'; readonly stream: number }
  /** Resolves when all that was written to the file is on the disk. */
  | { readonly type: 'flush'; readonly id: number; readonly handle: FileSystemFileHandle }
  /** Which of a file's pieces differ from these sums; null is none. */
  | {
      readonly type: 'check';
      readonly id: number;
      readonly handle: FileSystemFileHandle;
      readonly bytes: number;
      readonly sums: readonly (Uint8Array | null)[];
    };

export type HashReply =
  | { readonly type: 'hash'; readonly id: number; readonly hash: Uint8Array }
  | { readonly type: 'added'; readonly id: number; readonly buffer: ArrayBuffer }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'checked'; readonly id: number; readonly bytes: number }
  | { readonly type: 'bad'; readonly id: number; readonly badPieces: readonly number[] }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
