import type { ModelManifest } from '../core/models/manifest.ts';
import type { Grade } from '../core/models/verdict.ts';

/** A run of a downloaded model: what was foretold for it and what came. Tokens a second of decoding. */
export interface SpeedRun {
  readonly folder: string;
  readonly predicted: number | null;
  readonly measured: number;
  readonly atMs: number;
}

/** A stored model as it was last seen, so that a prompt that needs it does not wait for library and probe. */
export interface KnownModel {
  readonly manifest: ModelManifest;
  /** All its files were there and checked. */
  readonly isUsable: boolean;
  readonly grade: Grade;
  /** Tokens that fit here; null: none do. */
  readonly contextTokens: number | null;
  /** Of its last load; null: it was never loaded. */
  readonly loadMs: number | null;
}

/** What must be known of models before their library is open. */
export interface KeptModelFacts {
  /** The chosen model, so that a start does not wait for the library. */
  readonly chosen: { readonly manifest: ModelManifest; readonly predicted: number | null } | null;
  /** A load was begun and did not end: the page died in the middle of it. */
  readonly isLoading: boolean;
  /** Downloads go on by themselves at the next start. */
  readonly hasUnfinished: boolean;
  readonly hasModels: boolean;
  /** Newest last. */
  readonly runs: readonly SpeedRun[];
  readonly known: readonly KnownModel[];
  /** Loaded for a prompt just now; a start that finds one here knows that the page died of it. */
  readonly borrowing: string | null;
  /** Folders whose load failed: not loaded for a prompt again until the user chose one. */
  readonly unfit: readonly string[];
}

/** Small and synchronous. What cannot be read is empty, what cannot be written is lost: nothing here throws. */
export interface ModelKeeper {
  read(): KeptModelFacts;
  update(change: Partial<KeptModelFacts>): void;
  clear(): void;
}

export const NOTHING_KEPT: KeptModelFacts = {
  chosen: null,
  isLoading: false,
  hasUnfinished: false,
  hasModels: false,
  runs: [],
  known: [],
  borrowing: null,
  unfit: [],
};
