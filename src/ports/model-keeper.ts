import type { ModelManifest } from '../core/models/manifest.ts';

/** A run of a downloaded model: what was foretold for it and what came. Tokens a second of decoding. */
export interface SpeedRun {
  readonly folder: string;
  readonly predicted: number | null;
  readonly measured: number;
  readonly atMs: number;
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
};
