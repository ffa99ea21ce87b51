import type { PieceSummer } from './piece-sum.ts';
import { PART_BYTES, PIECE_BYTES, pieceBytes, toHex } from './pieces.ts';
import type { Run } from './planner.ts';

interface Target {
  readonly fileBytes: number;
  readonly summer: PieceSummer;
  /** Pieces that are there already are passed over. */
  readonly isThere: (piece: number) => boolean;
  /** All bytes of the piece were written. */
  readonly onPiece: (piece: number, sum: Uint8Array) => void;
  /** So many first bytes of the piece were written. */
  readonly onPart: (piece: number, bytes: number, sum: Uint8Array) => void;
}

type Write = (bytes: Uint8Array<ArrayBuffer>, at: number) => void;

/** Puts the bytes of a run to their place as they come, and sums up each piece on its way: none is held in memory. */
export class RunWriter {
  readonly #target: Target;
  /** Byte of the file after the run's last. */
  readonly end: number;
  #at: number;
  /** Of the piece that `at` is in: what was written and summed up. */
  #written = 0;
  /** How much of them was told. */
  #told = 0;
  /** Bytes written so far. */
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

  /** Goes on in the middle of the run's first piece. False where these first bytes of it, as read, do not have the sum. */
  goOn(bytes: Uint8Array, sum: Uint8Array): boolean {
    const { summer } = this.#target;
    summer.begin();
    summer.add(bytes);
    if (toHex(summer.sum()) !== toHex(sum)) return false;
    this.#at += bytes.byteLength;
    this.#written = bytes.byteLength;
    this.#told = bytes.byteLength;
    return true;
  }

  /** The source begins at the file's first byte, whatever was asked for. */
  rewind(): void {
    this.#at = 0;
  }

  /** What goes beyond the run's end is left out. */
  add(chunk: Uint8Array<ArrayBuffer>, write: Write): void {
    const { fileBytes, isThere, onPart, onPiece, summer } = this.#target;
    let rest = chunk;
    while (rest.byteLength > 0 && !this.isFull) {
      const piece = Math.floor(this.#at / PIECE_BYTES);
      const length = pieceBytes(fileBytes, piece);
      const before = this.#at - piece * PIECE_BYTES;
      const part = rest.subarray(0, length - before);
      rest = rest.subarray(part.byteLength);
      if (before === 0) {
        this.#written = 0;
        this.#told = 0;
        summer.begin();
      }
      // Another connection may have brought it meanwhile: what of it is missing here stays so.
      const isWanted = this.#written === before && !isThere(piece);
      if (isWanted) {
        write(part, this.#at);
        summer.add(part);
        this.#written += part.byteLength;
        this.keptBytes += part.byteLength;
      }
      this.#at += part.byteLength;
      if (!isWanted) continue;
      if (this.#written === length) {
        onPiece(piece, summer.sum());
      } else if (this.#written - this.#told >= PART_BYTES) {
        this.#told = this.#written;
        onPart(piece, this.#written, summer.sum());
      }
    }
  }
}
