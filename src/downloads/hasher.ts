import type { HashReply, HashRequest } from './hash-protocol.ts';

interface Waiting {
  readonly resolve: (reply: HashReply) => void;
  readonly reject: (error: Error) => void;
  readonly onChecked: (bytes: number) => void;
}

type Question = HashRequest extends infer One ? (One extends HashRequest ? Omit<One, 'id'> : never) : never;

/** The hash worker: hashing takes as long as writing, so it happens beside it. Rejects with what went wrong there. */
export class Hasher {
  readonly #spawn: () => Worker;
  #worker: Worker | null = null;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();

  constructor(spawn: () => Worker) {
    this.#spawn = spawn;
  }

  /** SHA-256 of the buffer's first bytes; the buffer is away meanwhile and comes back with the hash. */
  async hashPiece(buffer: ArrayBuffer, bytes: number): Promise<{ hash: Uint8Array; buffer: ArrayBuffer }> {
    const reply = await this.#ask({ type: 'piece', buffer, bytes }, [buffer]);
    if (reply.type !== 'piece') throw new Error('not what was asked');
    return reply;
  }

  /** No handle may be open on the file. */
  async hashFile(handle: FileSystemFileHandle, bytes: number): Promise<Uint8Array> {
    const reply = await this.#ask({ type: 'file', handle, bytes });
    if (reply.type !== 'file') throw new Error('not what was asked');
    return reply.hash;
  }

  /** Numbers of the pieces that differ. No handle may be open on the file. */
  async badPieces(
    handle: FileSystemFileHandle,
    bytes: number,
    hashes: Uint8Array<ArrayBuffer>,
    onChecked: (bytes: number) => void = () => undefined,
  ): Promise<readonly number[]> {
    const reply = await this.#ask({ type: 'check', handle, bytes, hashes }, [], onChecked);
    if (reply.type !== 'check') throw new Error('not what was asked');
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
