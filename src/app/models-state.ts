import type { StoreApi } from 'zustand/vanilla';
import type { ErrorInfo } from '../core/errors.ts';
import type { ModelId } from '../core/ids.ts';
import type { CatalogBuild, CatalogModel } from '../core/models/catalog-entry.ts';
import type { LargerModel } from '../core/routing/larger-model.ts';
import type { Verdict } from '../core/models/verdict.ts';
import type { DownloadOrder, StoredModel } from '../core/models/stored-model.ts';
import type { DeviceFacts } from '../ports/device-probe.ts';
import type { SpeedRun } from '../ports/model-keeper.ts';
import type { ImportFile } from '../ports/model-library.ts';

export interface JudgedBuild {
  readonly build: CatalogBuild;
  readonly verdict: Verdict;
}

/** A catalog model on this device. */
export interface JudgedModel {
  readonly model: CatalogModel;
  readonly builds: readonly JudgedBuild[];
  /** The right build for this device; null where none can run. */
  readonly right: JudgedBuild | null;
}

/** A model of the user's own, from the reference to the yes. */
export type Addition =
  | { readonly type: 'none' }
  | { readonly type: 'looking'; readonly reference: string }
  /** `verdict`: null until the device is read. */
  | { readonly type: 'found'; readonly order: DownloadOrder; readonly verdict: Verdict | null }
  | { readonly type: 'failed'; readonly error: ErrorInfo };

/** What came of the last thing asked for a model. */
export type ModelNote =
  | { readonly type: 'busy'; readonly text: string }
  | { readonly type: 'done'; readonly text: string }
  | { readonly type: 'failed'; readonly error: ErrorInfo };

export interface ModelsState {
  /** Null until the catalog and the device are read. */
  readonly judged: readonly JudgedModel[] | null;
  readonly recommended: ModelId | null;
  /** Null while the device is measured. */
  readonly facts: DeviceFacts | null;
  /** Null until the library has told. */
  readonly stored: readonly StoredModel[] | null;
  /** Verdicts of what is stored, by folder. */
  readonly storedVerdicts: ReadonlyMap<string, Verdict>;
  readonly addition: Addition;
  /** By folder; `PAGE` for what belongs to none. */
  readonly notes: ReadonlyMap<string, ModelNote>;
  readonly runs: readonly SpeedRun[];
  /** Text for the page's `role=status`. */
  readonly announcement: string;
}

/** Key of a note that belongs to no stored model. */
export const PAGE = '';

/** None throws: what goes wrong is a note, or the model's own state. */
export interface ModelsActions {
  /** Reads catalog, device and library; each time the page is opened. */
  open(): Promise<void>;
  /** Reads the device anew: what slowed it down the last time may be over. */
  measureAgain(): Promise<void>;
  download(model: CatalogModel, build: CatalogBuild): Promise<void>;
  pause(folder: string): Promise<void>;
  resume(folder: string): Promise<void>;
  cancel(folder: string): Promise<void>;
  verify(folder: string): Promise<void>;
  repair(folder: string): Promise<void>;
  update(folder: string): Promise<void>;
  /** One that is in use gives way to the model that ships first. */
  remove(folder: string): Promise<void>;
  exportTo(folder: string, target: FileSystemDirectoryHandle): Promise<void>;
  importFiles(files: readonly ImportFile[]): Promise<void>;
  /** Asks the hub what a repository holds. */
  lookUp(reference: string): Promise<void>;
  downloadFound(): Promise<void>;
  dismissFound(): void;
  /** Unloads what is resident and loads this. Null: the model that ships. */
  use(folder: string | null): Promise<void>;
}

/** The part of the app that knows models beside the one that ships; loaded when it is first wanted. */
export interface Models {
  readonly state: StoreApi<ModelsState>;
  readonly actions: ModelsActions;
  /** Stored models that are larger than the resident one and are expected to run here; none is looked for. */
  larger(): readonly LargerModel[];
  /**
   * Makes a stored model the resident one without making it the user's choice: the next start loads that again. Null
   * when it is ready, else why not; then, or when aborted, what was resident before comes back.
   */
  borrow(folder: string, signal: AbortSignal): Promise<ErrorInfo | null>;
  /** At start: makes the chosen model the one to load. */
  restore(): Promise<void>;
  /** After start: unfinished downloads go on. */
  goOn(): Promise<void>;
  /** Deletes every stored model and what is kept of them. */
  clear(): Promise<void>;
}
