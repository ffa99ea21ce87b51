import { errorInfo } from '../core/errors.ts';
import type { AppUpdates, AppUpdateState } from '../ports/app-updates.ts';

const NOTHING_YET: AppUpdateState = { offlineReady: false, updateReady: false, offlineError: null };

/**
 * The installed app shell. Registers the service worker in a production build, once the page has loaded. Where
 * service workers are missing or blocked the app runs as before and `offlineReady` stays false.
 */
export function createServiceWorkerUpdates(): AppUpdates {
  let state = NOTHING_YET;
  const listeners = new Set<(next: AppUpdateState) => void>();
  const change = (next: Partial<AppUpdateState>): void => {
    state = { ...state, ...next };
    for (const listener of listeners) listener(state);
  };
  const installation = import.meta.env.PROD && 'serviceWorker' in navigator ? start(change) : null;

  return {
    subscribe(onChange) {
      listeners.add(onChange);
      onChange(state);
      return () => listeners.delete(onChange);
    },
    async apply() {
      await (await installation)?.takeUpdate();
      location.reload();
    },
    async keepOffline() {
      await (await installation)?.install();
    },
  };
}

/** The first visit's own requests go first, and the code for this too. */
async function start(change: (next: Partial<AppUpdateState>) => void) {
  await loaded();
  try {
    const { Installation } = await import('./service-worker-installation.ts');
    const installation = new Installation(change);
    await installation.install();
    return installation;
  } catch (caught) {
    change({ offlineError: errorInfo('offline-incomplete', String(caught)) });
    return null;
  }
}

function loaded(): Promise<unknown> {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    window.addEventListener('load', resolve, { once: true });
  });
}
