import type { JournalRecord } from './journal.ts';
import { pieceBytes, pieceCount } from './pieces.ts';

/** So many first bytes of a piece are there, with this sum. */
interface PiecePart {
  readonly bytes: number;
  readonly sum: Uint8Array;
}

/** What is known of one file's pieces: the journal, replayed. */
export interface FilePieces {
  readonly bytes: number;
  /** As in the journal; null where the piece is not there. */
  readonly sums: (Uint8Array | null)[];
  /** Of pieces that are not there as a whole, by their numbers. */
  readonly parts: Map<number, PiecePart>;
  /** SHA-256 of the whole file once it was checked. */
  whole: Uint8Array | null;
  /** What `whole` was first: a file that is repaired has to become the same again. */
  learnt: Uint8Array | null;
  version: Uint8Array | null;
  /** Grows with each restart: what was asked for before belongs to another file. */
  generation: number;
}

/** Which pieces of a model's files are there. Pure: who writes the journal also tells it here. */
export class PieceMap {
  readonly files: readonly FilePieces[];
  #storedBytes = 0;

  constructor(fileBytes: readonly number[], records: Iterable<JournalRecord> = []) {
    this.files = fileBytes.map((bytes) => ({
      bytes,
      sums: Array.from({ length: pieceCount(bytes) }, () => null),
      parts: new Map(),
      whole: null,
      learnt: null,
      version: null,
      generation: 0,
    }));
    for (const record of records) this.apply(record);
  }

  get storedBytes(): number {
    return this.#storedBytes;
  }

  get totalBytes(): number {
    return this.files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Of the files that were checked as a whole. */
  get wholeBytes(): number {
    return this.files.reduce((sum, { bytes, whole }) => sum + (whole === null ? 0 : bytes), 0);
  }

  /** Every file was checked as a whole and no piece was found bad since. */
  get isWhole(): boolean {
    return this.files.every(({ whole }) => whole !== null);
  }

  apply(record: JournalRecord): void {
    const file = this.files[record.file];
    if (file === undefined) return;
    switch (record.kind) {
      case 'piece':
        this.#setPiece(file, record.piece, record.sum);
        return;
      case 'part':
        this.#setPart(file, record.piece, record);
        return;
      case 'bad':
        this.#setPiece(file, record.piece, null);
        file.whole = null;
        return;
      case 'restart':
        for (const piece of file.sums.keys()) this.#setPiece(file, piece, null);
        file.whole = null;
        file.version = null;
        file.generation += 1;
        return;
      case 'whole':
        file.whole = record.hash;
        file.learnt ??= record.hash;
        return;
      case 'version':
        file.version = record.hash;
        return;
    }
  }

  isFull(file: number): boolean {
    return this.files[file]?.sums.every((sum) => sum !== null) ?? false;
  }

  has(file: number, piece: number): boolean {
    return (this.files[file]?.sums[piece] ?? null) !== null;
  }

  #setPiece(file: FilePieces, piece: number, sum: Uint8Array | null): void {
    const before = file.sums[piece];
    if (before === undefined) return;
    this.#setPart(file, piece, null);
    file.sums[piece] = sum;
    const bytes = pieceBytes(file.bytes, piece);
    this.#storedBytes += (sum === null ? 0 : bytes) - (before === null ? 0 : bytes);
  }

  #setPart(file: FilePieces, piece: number, part: PiecePart | null): void {
    if (file.sums[piece] !== null) return;
    this.#storedBytes += (part?.bytes ?? 0) - (file.parts.get(piece)?.bytes ?? 0);
    if (part === null) file.parts.delete(piece);
    else file.parts.set(piece, { bytes: part.bytes, sum: part.sum });
  }
}
