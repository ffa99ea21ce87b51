import type { BufferPool } from './buffer-pool.ts';
import type { Hasher } from './hasher.ts';
import type { Holding } from './holding.ts';
import { PIECE_BYTES, pieceBytes, pieceCount } from './pieces.ts';

export interface GrowingHashTools {
  readonly holding: Holding;
  readonly hasher: Hasher;
  /** Pieces on their way to the hash worker. */
  readonly pool: BufferPool;
}

/**
 * The SHA-256 of a file that is too large to be hashed in one go, taken while it comes: pieces are read back from the
 * file in order, as far as they are there. When the last one has come, there is little left to do.
 */
export class GrowingHash {
  readonly #file: number;
  readonly #bytes: number;
  readonly #tools: GrowingHashTools;
  readonly #stream: number;
  #next = 0;
  #reading: Promise<void> | null = null;
  #isDropped = false;

  constructor(file: number, tools: GrowingHashTools) {
    this.#file = file;
    this.#bytes = tools.holding.file(file).bytes;
    this.#tools = tools;
    this.#stream = tools.hasher.newStream();
  }

  /** Further pieces may be there. Rejects with what went wrong while they were read or hashed. */
  advance(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** To be called when all pieces are there. Null when it was dropped. */
  async end(): Promise<Uint8Array | null> {
    while (!this.#isDropped && this.#next < pieceCount(this.#bytes)) await this.advance();
    if (this.#isDropped) return null;
    const hash = await this.#tools.hasher.endStream(this.#stream, this.#bytes);
    return this.#isDropped ? null : hash;
  }

  /** What was read is worth nothing any more, or nobody waits for it. Nothing is read once this resolves. */
  async drop(): Promise<void> {
    this.#isDropped = true;
    await this.#reading?.catch(() => undefined);
    this.#tools.hasher.dropStream(this.#stream);
  }

  async #read(): Promise<void> {
    const { holding, pool } = this.#tools;
    const { pieces } = holding.known;
    let hashing: Promise<void> = Promise.resolve();
    while (!this.#isDropped && pieces.has(this.#file, this.#next)) {
      const buffer = await pool.take();
      const access = await holding.openFile(this.#file);
      const before = hashing;
      hashing = this.#hash(access, buffer);
      // Told where it is waited for.
      hashing.catch(() => undefined);
      // One is hashed while the next is read.
      await before;
    }
    await hashing;
  }

  async #hash(access: FileSystemSyncAccessHandle, buffer: ArrayBuffer): Promise<void> {
    const { hasher, pool } = this.#tools;
    const at = this.#next * PIECE_BYTES;
    const length = pieceBytes(this.#bytes, this.#next);
    this.#next += 1;
    let back = buffer;
    try {
      const read = access.read(new Uint8Array(buffer, 0, length), { at });
      if (read !== length) throw new Error('the file is shorter than what was written to it');
      back = await hasher.addToStream(this.#stream, at, buffer, length);
    } finally {
      // One that was lost with the hash worker is replaced, so that nobody waits for it forever.
      pool.give(back.byteLength === PIECE_BYTES ? back : new ArrayBuffer(PIECE_BYTES));
    }
  }
}
