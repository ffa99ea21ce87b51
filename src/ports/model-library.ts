import type { ErrorInfo } from '../core/errors.ts';
import type { DownloadOrder, StoredModel } from '../core/models/stored-model.ts';

export interface LibrarySettings {
  /** Base URL that replaces the hub's, no trailing slash; null: the hub itself. */
  readonly mirror: string | null;
  /** Null: as fast as it goes. */
  readonly maxBytesPerSecond: number | null;
}

export type LibraryResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorInfo };

/**
 * Downloads, keeps, checks and deletes models. All of it happens in the downloads worker, on files of the origin's
 * private file system; what is unfinished goes on after a reload. Nothing rejects: what went wrong is data.
 */
export interface ModelLibrary {
  /**
   * Calls back with all models at once and again at every change (at most 10 a second while bytes arrive). `onTrouble`: the
   * library cannot be opened, so that there is no first list; the next call tries again.
   */
  subscribe(onChange: (models: readonly StoredModel[]) => void, onTrouble: (error: ErrorInfo) => void): () => void;
  /** Nothing is fetched before the first call, which says from where. */
  configure(settings: LibrarySettings): Promise<void>;
  /** Queues it, or goes on with it. */
  download(order: DownloadOrder): Promise<void>;
  pause(folder: string): Promise<void>;
  resume(folder: string): Promise<void>;
  /** Stops and deletes what had arrived; the model kept beside an update stays. */
  cancel(folder: string): Promise<void>;
  /** Reads and hashes every byte; ends as `ready` or `damaged`. */
  verify(folder: string): Promise<void>;
  /** Fetches the bad pieces again. */
  repair(folder: string): Promise<void>;
  /** Asks the hub whether `main` has moved, and fetches the new revision beside the old one. */
  update(folder: string): Promise<LibraryResult<'current' | 'updating'>>;
  /** Resolves with the bytes that were freed. */
  remove(folder: string): Promise<LibraryResult<number>>;
  /** Remembers that it was used now. */
  touch(folder: string): Promise<void>;
  /** Finds out from a repository's files which engine and build it is. `reference`: `owner/name` or an URL of the hub. */
  inspect(reference: string): Promise<LibraryResult<DownloadOrder>>;
  /** Copies a model from files the user chose, checked against the list that an export wrote, if there is one. */
  importFiles(files: readonly ImportFile[]): Promise<LibraryResult<StoredModel>>;
  /** Writes the model and its list with checksums into a folder the user chose. */
  exportTo(folder: string, target: FileSystemDirectoryHandle): Promise<LibraryResult<number>>;
}

export interface ImportFile {
  /** From the chosen folder on, with or without its name; `/` between folders. */
  readonly path: string;
  readonly file: Blob;
}
