import type { StoredList } from '../protocol/model-store.ts';
import { STORED_FILES, STORED_LIST, storedName } from '../protocol/model-store.ts';
import { openAccess } from '../protocol/open-access.ts';
import type { HoldingRecord, KnownFile } from './holding-record.ts';
import { readRecord } from './holding-record.ts';
import type { JournalRecord } from './journal.ts';
import { RECORD_BYTES, decodeRecords, encodeRecord } from './journal.ts';
import type { FilePieces } from './piece-map.ts';
import { PieceMap } from './piece-map.ts';
import { toHex } from './pieces.ts';
import type { Folder } from './store-folder.ts';
import { childFolder, findFile, readJson, removeEntry, writeAll, writeJson } from './store-folder.ts';

const RECORD = 'record.json';
const JOURNAL = 'journal';

/**
 * One revision of one model on disk: its record, its journal and its files, whole or not. Between `begin` and `end`
 * the journal and the files in work are open, and no one else can open them.
 */
export class Holding {
  readonly folder: Folder;
  readonly #files: Folder;
  #record: HoldingRecord;
  #pieces: PieceMap | null;
  #journal: FileSystemSyncAccessHandle | null = null;
  #journalBytes = 0;
  /** Settles when the record is on the disk; never rejects. */
  #written: Promise<unknown> = Promise.resolve();
  readonly #open = new Map<number, Promise<FileSystemSyncAccessHandle>>();

  private constructor(folder: Folder, files: Folder, record: HoldingRecord, pieces: PieceMap | null) {
    this.folder = folder;
    this.#files = files;
    this.#record = record;
    this.#pieces = pieces;
  }

  static async create(folder: Folder, record: HoldingRecord): Promise<Holding> {
    const files = await childFolder(folder, STORED_FILES);
    const holding = new Holding(folder, files, record, record.files === null ? null : pieceMapOf(record.files, []));
    // What another version may have left there is not of this model.
    await removeEntry(folder, STORED_LIST);
    await removeEntry(folder, JOURNAL);
    await holding.update({});
    return holding;
  }

  /** Null when there is no record of it. */
  static async open(folder: Folder): Promise<Holding | null> {
    const record = readRecord(await readJson(folder, RECORD));
    if (record === null) return null;
    const files = await childFolder(folder, STORED_FILES);
    if (record.files === null) return new Holding(folder, files, record, null);
    const journal = await findFile(folder, JOURNAL);
    const bytes = journal === null ? new ArrayBuffer(0) : await (await journal.getFile()).arrayBuffer();
    return new Holding(folder, files, record, pieceMapOf(record.files, decodeRecords(new Uint8Array(bytes))));
  }

  get record(): HoldingRecord {
    return this.#record;
  }

  get pieces(): PieceMap | null {
    return this.#pieces;
  }

  /** Throws before the hub has told what the files are. */
  get known(): { readonly files: readonly KnownFile[]; readonly pieces: PieceMap } {
    if (this.#record.files === null || this.#pieces === null) throw new Error('the files are not known yet');
    return { files: this.#record.files, pieces: this.#pieces };
  }

  /** What is known of one file. */
  file(file: number): KnownFile {
    return existing(this.known.files[file], file);
  }

  piecesOf(file: number): FilePieces {
    return existing(this.known.pieces.files[file], file);
  }

  async update(change: Partial<HoldingRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    // One after the other: a pause may come while the transfer writes down what it has found.
    const written = this.#written.then(() => writeJson(this.folder, RECORD, this.#record));
    this.#written = written.catch(() => undefined);
    await written;
  }

  /** Takes over the list of files. What is journalled of files that stay the same stays. */
  async setFiles(files: readonly KnownFile[], revision: string): Promise<void> {
    const before = this.#record.files ?? [];
    const records: JournalRecord[] = [];
    for (const [file, { path, bytes, sha256 }] of files.entries()) {
      const old = before.findIndex((other) => other.path === path && other.bytes === bytes && other.sha256 === sha256);
      const pieces = this.#pieces?.files[old];
      if (pieces === undefined) continue;
      for (const [piece, sum] of pieces.sums.entries())
        if (sum !== null) records.push({ kind: 'piece', file, piece, sum });
      for (const [piece, part] of pieces.parts) records.push({ kind: 'part', file, piece, ...part });
      if (pieces.whole !== null) records.push({ kind: 'whole', file, hash: pieces.whole });
      if (pieces.version !== null) records.push({ kind: 'version', file, hash: pieces.version });
    }
    await this.end();
    // In this order a crash between the two finds an empty journal, never one of other files.
    await removeEntry(this.folder, JOURNAL);
    await this.update({ files, revision });
    this.#pieces = pieceMapOf(files, []);
    await this.begin();
    for (const record of records) this.note(record);
    await this.end();
  }

  /** Counts files that another revision has, whole and with the checksum that is expected here, as being here. */
  async inherit(other: Holding): Promise<void> {
    const { files, pieces } = other.known;
    await this.begin();
    for (const [file, { path, sha256 }] of this.known.files.entries()) {
      const index = files.findIndex((candidate) => candidate.path === path);
      const there = pieces.files[index];
      if (there?.whole === undefined || there.whole === null || toHex(there.whole) !== sha256) continue;
      for (const [piece, sum] of there.sums.entries()) if (sum !== null) this.note({ kind: 'piece', file, piece, sum });
      this.note({ kind: 'whole', file, hash: there.whole });
    }
    await this.end();
  }

  async begin(): Promise<void> {
    const journal = await this.folder.getFileHandle(JOURNAL, { create: true });
    this.#journal ??= await openAccess(journal);
    // What a crash has torn off is written over.
    this.#journalBytes = Math.floor(this.#journal.getSize() / RECORD_BYTES) * RECORD_BYTES;
    this.#journal.truncate(this.#journalBytes);
  }

  /** Closes what is open; data is flushed before. */
  async end(): Promise<void> {
    for (const [file, open] of this.#open) {
      (await open.catch(() => null))?.flush();
      await this.closeFile(file);
    }
    this.#journal?.flush();
    this.#journal?.close();
    this.#journal = null;
  }

  /** Journals what is true from now on. */
  note(record: JournalRecord): void {
    if (this.#journal === null) throw new Error('the journal is not open');
    writeAll(this.#journal, encodeRecord(record), this.#journalBytes);
    this.#journalBytes += RECORD_BYTES;
    this.known.pieces.apply(record);
  }

  /** Throws `QuotaExceededError` where the file does not fit. */
  openFile(file: number): Promise<FileSystemSyncAccessHandle> {
    const open = this.#open.get(file) ?? this.#openFile(file);
    this.#open.set(file, open);
    open.catch(() => this.#open.delete(file));
    return open;
  }

  async #openFile(file: number): Promise<FileSystemSyncAccessHandle> {
    const { bytes } = this.file(file);
    const handle = await this.fileHandle(file);
    const access = await openAccess(handle);
    try {
      if (access.getSize() !== bytes) access.truncate(bytes);
      if (access.getSize() !== bytes) throw new DOMException('no room for the file', 'QuotaExceededError');
      return access;
    } catch (caught) {
      access.close();
      throw caught;
    }
  }

  /** What was written may not have reached the disk yet. */
  async closeFile(file: number): Promise<void> {
    const open = this.#open.get(file);
    this.#open.delete(file);
    const access = await open?.catch(() => null);
    access?.close();
  }

  fileHandle(file: number): Promise<FileSystemFileHandle> {
    return this.#files.getFileHandle(storedName(this.file(file).path), { create: true });
  }

  /** The list that says to the engine: all is here. One that says it already stays as it is. */
  async writeList(): Promise<void> {
    const { files, pieces } = this.known;
    const list: StoredList = {
      version: 1,
      files: files.map((file, index) => ({ ...file, sha256: toHex(pieces.files[index]?.whole ?? new Uint8Array()) })),
    };
    const before = await readJson(this.folder, STORED_LIST);
    if (JSON.stringify(before) !== JSON.stringify(list)) await writeJson(this.folder, STORED_LIST, list);
  }

  async removeList(): Promise<void> {
    await removeEntry(this.folder, STORED_LIST);
  }

  /**
   * Puts the files of a finished newer revision in the place of this one's. What a crash interrupts is gone on with
   * by calling it again: `next` says that it is done until all has been moved. Throws `NoModificationAllowedError`,
   * with nothing changed, while somebody holds a file.
   */
  async takeOver(next: Holding): Promise<Holding> {
    for await (const name of this.#files.keys()) {
      const access = await openAccess(await this.#files.getFileHandle(name));
      access.close();
    }
    await this.removeList();
    const names = new Set(next.known.files.map(({ path }) => storedName(path)));
    for (const name of names) {
      const moved = await findFile(next.#files, name);
      await moved?.move(this.#files, name);
    }
    const journal = await findFile(next.folder, JOURNAL);
    await journal?.move(this.folder, JOURNAL);
    await this.update({ ...next.record, addedMs: this.#record.addedMs, lastUsedMs: this.#record.lastUsedMs });
    for await (const name of this.#files.keys()) if (!names.has(name)) await removeEntry(this.#files, name);
    const whole = await Holding.open(this.folder);
    if (whole === null) throw new Error('the record is gone');
    await whole.writeList();
    return whole;
  }
}

function pieceMapOf(files: readonly KnownFile[], records: Iterable<JournalRecord>): PieceMap {
  return new PieceMap(
    files.map(({ bytes }) => bytes),
    records,
  );
}

function existing<T>(found: T | undefined, file: number): T {
  if (found === undefined) throw new Error(`there is no file ${file}`);
  return found;
}
