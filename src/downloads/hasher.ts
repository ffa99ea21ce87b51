import type { HashReply, HashRequest } from './hash-protocol.ts';

interface Waiting {
  readonly resolve: (reply: HashReply) => void;
  readonly reject: (error: Error) => void;
  readonly onChecked: (bytes: number) => void;
}

type Question = HashRequest extends infer One ? (One extends { id: number } ? Omit<One, 'id'> : never) : never;

/** The hash worker: hashing files takes as long as writing them, so it happens beside it. Rejects with what went wrong there. */
export class Hasher {
  readonly #spawn: () => Worker;
  #worker: Worker | null = null;
  #nextId = 1;
  #lastStream = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(spawn: () => Worker) {
    this.#spawn = spawn;
  }

  /**
   * SHA-256 of a file, which is on the disk from then on: a worker that waits for the disk fetches nothing meanwhile.
   * No handle may be open on the file.
   */
  async hashFile(handle: FileSystemFileHandle, bytes: number): Promise<Uint8Array> {
    const reply = await this.#ask({ type: 'file', handle, bytes });
    if (reply.type !== 'hash') throw new Error('not what was asked');
    return reply.hash;
  }

  /** Resolves when all that was written to the file is on the disk. No handle may be open on it. */
  async flush(handle: FileSystemFileHandle): Promise<void> {
    await this.#ask({ type: 'flush', handle });
  }

  /** A SHA-256 of bytes that come one after the other. */
  newStream(): number {
    this.#lastStream += 1;
    return this.#lastStream;
  }

  /** The buffer's first bytes, which begin at byte `at`; it is away meanwhile and comes back. */
  async addToStream(stream: number, at: number, buffer: ArrayBuffer, bytes: number): Promise<ArrayBuffer> {
    const reply = await this.#ask({ type: 'add', stream, at, buffer, bytes }, [buffer]);
    if (reply.type !== 'added') throw new Error('not what was asked');
    return reply.buffer;
  }

  /** `bytes`: how many they were in all. */
  async endStream(stream: number, bytes: number): Promise<Uint8Array> {
    const reply = await this.#ask({ type: 'end', stream, bytes });
    if (reply.type !== 'hash') throw new Error('not what was asked');
    return reply.hash;
  }

  /** Nobody will ask for its hash any more. */
  dropStream(stream: number): void {
    this.#worker?.postMessage({ type: 'drop', stream } satisfies HashRequest);
  }

  /** Numbers of the pieces that differ from these sums, null being none. No handle may be open on the file. */
  async badPieces(
    handle: FileSystemFileHandle,
    bytes: number,
    sums: readonly (Uint8Array | null)[],
    onChecked: (bytes: number) => void = () => undefined,
  ): Promise<readonly number[]> {
    const reply = await this.#ask({ type: 'check', handle, bytes, sums }, [], onChecked);
    if (reply.type !== 'bad') throw new Error('not what was asked');
    return reply.badPieces;
  }

  #ask(
    question: Question,
    transfer: Transferable[] = [],
    onChecked: (bytes: number) => void = () => undefined,
  ): Promise<HashReply> {
    const id = this.#nextId;
    this.#nextId += 1;
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onChecked });
      worker.postMessage({ ...question, id }, transfer);
    });
  }

  #start(): Worker {
    const worker = this.#spawn();
    worker.addEventListener('message', ({ data }: MessageEvent<HashReply>) => {
      const waiting = this.#waiting.get(data.id);
      if (data.type === 'checked') {
        waiting?.onChecked(data.bytes);
        return;
      }
      this.#waiting.delete(data.id);
      if (data.type === 'failed') waiting?.reject(new Error(data.message));
      else waiting?.resolve(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#worker = null;
      worker.terminate();
      for (const { reject } of this.#waiting.values()) reject(new Error(`the hash worker failed: ${event.message}`));
      this.#waiting.clear();
    });
    return worker;
  }
}
