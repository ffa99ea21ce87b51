/** Page → waiting service worker: the user took the update. */
export const ACTIVATE_UPDATE = 'activate-update';

/** Service worker → every page: an install came to nothing. What it had kept stays, for the next one. */
export interface InstallFailed {
  readonly type: 'install-failed';
  readonly isStorageFull: boolean;
  /** Technical, without anything of the user's. */
  readonly detail: string;
}

export function isInstallFailed(message: unknown): message is InstallFailed {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'install-failed';
}
