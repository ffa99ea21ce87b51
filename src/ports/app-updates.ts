/** The installed app shell: a new version waits until the user takes it. */
export interface AppUpdates {
  /** Calls back when a new version is ready, or when everything is cached for offline use. */
  subscribe(onChange: (state: AppUpdateState) => void): () => void;
  /** Activates the waiting version and reloads. */
  apply(): Promise<void>;
}

export interface AppUpdateState {
  readonly offlineReady: boolean;
  readonly updateReady: boolean;
}
