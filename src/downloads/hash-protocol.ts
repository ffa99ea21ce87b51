/** What the downloads worker asks its hash worker; `id` comes back with the answer. */
export type HashRequest =
  /** SHA-256 of the buffer's first bytes; the buffer comes back for reuse. */
  | { readonly type: 'piece'; readonly id: number; readonly buffer: ArrayBuffer; readonly bytes: number }
  /** SHA-256 of a file's first bytes. */
  | { readonly type: 'file'; readonly id: number; readonly handle: FileSystemFileHandle; readonly bytes: number }
  /** Which of a file's pieces differ from these hashes, one after the other. */
  | {
      readonly type: 'check';
      readonly id: number;
      readonly handle: FileSystemFileHandle;
      readonly bytes: number;
      readonly hashes: Uint8Array<ArrayBuffer>;
    };

export type HashReply =
  | { readonly type: 'piece'; readonly id: number; readonly hash: Uint8Array; readonly buffer: ArrayBuffer }
  | { readonly type: 'file'; readonly id: number; readonly hash: Uint8Array }
  | { readonly type: 'checked'; readonly id: number; readonly bytes: number }
  | { readonly type: 'check'; readonly id: number; readonly badPieces: readonly number[] }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
