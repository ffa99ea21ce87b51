import type { JournalRecord } from './journal.ts';
import { HASH_BYTES, pieceBytes, pieceCount } from './pieces.ts';

/** What is known of one file's pieces: the journal, replayed. */
export interface FilePieces {
  readonly bytes: number;
  /** Null where the piece is not there. */
  readonly hashes: (Uint8Array | null)[];
  /** SHA-256 of the whole file once it was checked. */
  whole: Uint8Array | null;
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
      hashes: Array.from({ length: pieceCount(bytes) }, () => null),
      whole: null,
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
        this.#setPiece(file, record.piece, record.hash);
        return;
      case 'bad':
        this.#setPiece(file, record.piece, null);
        file.whole = null;
        return;
      case 'restart':
        for (const piece of file.hashes.keys()) this.#setPiece(file, piece, null);
        file.whole = null;
        file.version = null;
        file.generation += 1;
        return;
      case 'whole':
        file.whole = record.hash;
        return;
      case 'version':
        file.version = record.hash;
        return;
    }
  }

  isFull(file: number): boolean {
    return this.files[file]?.hashes.every((hash) => hash !== null) ?? false;
  }

  has(file: number, piece: number): boolean {
    return (this.files[file]?.hashes[piece] ?? null) !== null;
  }

  /** The hashes of all of a file's pieces, one after the other. Zeros for those that are not there. */
  hashesOf(file: number): Uint8Array<ArrayBuffer> {
    const hashes = this.files[file]?.hashes ?? [];
    const joined = new Uint8Array(hashes.length * HASH_BYTES);
    for (const [piece, hash] of hashes.entries()) if (hash !== null) joined.set(hash, piece * HASH_BYTES);
    return joined;
  }

  #setPiece(file: FilePieces, piece: number, hash: Uint8Array | null): void {
    const before = file.hashes[piece];
    if (before === undefined) return;
    file.hashes[piece] = hash;
    const bytes = pieceBytes(file.bytes, piece);
    this.#storedBytes += (hash === null ? 0 : bytes) - (before === null ? 0 : bytes);
  }
}
