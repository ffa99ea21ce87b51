import type { ErrorInfo } from '../core/errors.ts';

/** The installed app shell: a new version waits until the user takes it. */
export interface AppUpdates {
  /** Calls back when a new version is ready, or when everything is cached for offline use. */
  subscribe(onChange: (state: AppUpdateState) => void): () => void;
  /** Activates the waiting version and reloads. */
  apply(): Promise<void>;
  /** Tries once more to keep the app for offline use. What comes of it is told as state. */
  keepOffline(): Promise<void>;
}

export interface AppUpdateState {
  readonly offlineReady: boolean;
  readonly updateReady: boolean;
  /** Why the app is not kept for offline use: `offline-no-room` or `offline-incomplete`. Null: it is, or may be yet. */
  readonly offlineError: ErrorInfo | null;
}
