import type { ErrorInfo } from '../errors.ts';
import type { ModelManifest } from './manifest.ts';
import type { FileSelection, HubSource, ModelFile } from './source.ts';

/** What to fetch, and what the engine is told when it is there. `manifest.files` names the folder it is kept in. */
export interface DownloadOrder {
  readonly manifest: ModelManifest;
  readonly source: HubSource;
  readonly selection: FileSelection;
  /** Known beforehand; the hub's list completes it. Empty: all is learnt from the hub. */
  readonly files: readonly ModelFile[];
}

export type TransferState =
  | { readonly type: 'queued' }
  /** Asking the hub for the list of files. */
  | { readonly type: 'resolving' }
  | {
      readonly type: 'downloading';
      readonly bytesPerSecond: number;
      /** Null until it can be told. */
      readonly leftMs: number | null;
    }
  /** It goes on by itself: no network, 429, 5xx. */
  | { readonly type: 'waiting'; readonly error: ErrorInfo; readonly retryAtMs: number }
  | { readonly type: 'paused' }
  | { readonly type: 'verifying'; readonly checkedBytes: number }
  /** All files are here and were checked. */
  | { readonly type: 'ready' }
  /** A check found bad pieces; repair fetches only those. */
  | { readonly type: 'damaged'; readonly badBytes: number }
  | { readonly type: 'failed'; readonly error: ErrorInfo };

export interface StoredModel {
  /** Name of the folder in the model store: the model's identity in the library. */
  readonly folder: string;
  readonly manifest: ModelManifest;
  readonly source: HubSource;
  readonly state: TransferState;
  /** Bytes that are here and journalled. */
  readonly storedBytes: number;
  /** Null while the hub has not told. */
  readonly totalBytes: number | null;
  /** Where its bytes come from now: a mirror's base URL or the hub's; null for an import. */
  readonly origin: string | null;
  /** `source`: every file's checksum came with the source; `first-use`: some were learnt when it was downloaded. */
  readonly pinned: 'source' | 'first-use' | null;
  /** Milliseconds since the epoch. */
  readonly lastUsedMs: number | null;
  /** A newer revision that is being fetched beside this one, which stays usable until the new one is verified. */
  readonly update: {
    readonly revision: string;
    readonly storedBytes: number;
    readonly totalBytes: number | null;
  } | null;
}

/** All its files are here and were checked; while a newer revision comes or fails to, the one beside it still is. */
export function isUsable({ state, update, storedBytes, totalBytes }: StoredModel): boolean {
  return state.type === 'ready' || (update !== null && state.type !== 'verifying' && storedBytes === totalBytes);
}
