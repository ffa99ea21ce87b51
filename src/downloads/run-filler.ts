import type { BufferPool } from './buffer-pool.ts';
import { PIECE_BYTES, pieceBytes } from './pieces.ts';
import type { Run } from './planner.ts';

interface Target {
  readonly fileBytes: number;
  readonly pool: BufferPool;
  /** Pieces that are there already are passed over. */
  readonly isThere: (piece: number) => boolean;
  /** Takes a full piece; the buffer is the target's from then on. */
  readonly onPiece: (piece: number, buffer: ArrayBuffer) => void;
}

/** Puts the bytes of a run, as they come, into buffers of one piece. */
export class RunFiller {
  readonly #target: Target;
  /** Byte of the file after the run's last. */
  readonly end: number;
  #at: number;
  #filled = 0;
  #buffer: ArrayBuffer | null = null;
  /** Bytes kept so far. */
  keptBytes = 0;

  constructor(run: Run, target: Target) {
    this.#target = target;
    this.#at = run.first * PIECE_BYTES;
    this.end = Math.min((run.last + 1) * PIECE_BYTES, target.fileBytes);
  }

  /** Byte of the file that is expected next. */
  get at(): number {
    return this.#at;
  }

  get isFull(): boolean {
    return this.#at >= this.end;
  }

  /** The source begins at the file's first byte, whatever was asked for. */
  rewind(): void {
    this.#at = 0;
    this.#filled = 0;
  }

  /** What goes beyond the run's end is left out. Waits for a free buffer. */
  async add(chunk: Uint8Array): Promise<void> {
    const { fileBytes, isThere, onPiece, pool } = this.#target;
    let rest = chunk;
    while (rest.byteLength > 0 && !this.isFull) {
      const piece = Math.floor(this.#at / PIECE_BYTES);
      const length = pieceBytes(fileBytes, piece);
      const isKept = this.#filled === 0 && isThere(piece);
      const part = rest.subarray(0, piece * PIECE_BYTES + length - this.#at);
      rest = rest.subarray(part.byteLength);
      if (!isKept) {
        this.#buffer ??= await pool.take();
        new Uint8Array(this.#buffer).set(part, this.#filled);
        this.#filled += part.byteLength;
        this.keptBytes += part.byteLength;
      }
      this.#at += part.byteLength;
      if (this.#filled === length && this.#buffer !== null) {
        onPiece(piece, this.#buffer);
        this.#buffer = null;
        this.#filled = 0;
      }
    }
  }

  /** Gives back the buffer of a piece that was begun. */
  release(): void {
    if (this.#buffer !== null) this.#target.pool.give(this.#buffer);
    this.#buffer = null;
  }
}
