import type { AppUpdates, AppUpdateState } from '../ports/app-updates.ts';
import { ACTIVATE_UPDATE } from '../protocol/update-message.ts';

const UPDATE_CHECK_MS = 60 * 60 * 1000;
const NOTHING_YET: AppUpdateState = { offlineReady: false, updateReady: false };

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

  const registration = start(change);

  return {
    subscribe(onChange) {
      listeners.add(onChange);
      onChange(state);
      return () => listeners.delete(onChange);
    },
    async apply() {
      const waiting = (await registration)?.waiting;
      if (waiting) {
        const takenOver = new Promise((resolve) => {
          navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
        });
        waiting.postMessage(ACTIVATE_UPDATE);
        await takenOver;
      }
      location.reload();
    },
  };
}

/** Null where service workers are missing or refused (private window, blocked site data). */
async function start(change: (next: Partial<AppUpdateState>) => void): Promise<ServiceWorkerRegistration | null> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return null;
  await loaded();
  try {
    return await register(change);
  } catch {
    return null;
  }
}

async function register(change: (next: Partial<AppUpdateState>) => void): Promise<ServiceWorkerRegistration> {
  const hadController = navigator.serviceWorker.controller !== null;
  const url = new URL('sw.js', document.baseURI);
  const registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
  const report = (): void => {
    change({
      offlineReady: registration.active !== null,
      updateReady: registration.waiting !== null && registration.active !== null,
    });
  };
  const watch = (worker: ServiceWorker | null): void => worker?.addEventListener('statechange', report);
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));
  report();

  // The very first worker claims this page: no update. Later ones were taken in another tab: this page is the old one.
  let isUpdate = hadController;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (isUpdate) change({ updateReady: true });
    isUpdate = true;
  });

  let checkedAt = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - checkedAt < UPDATE_CHECK_MS) return;
    checkedAt = Date.now();
    // Offline or the host is down: the next look will tell.
    registration.update().catch(() => undefined);
  });
  return registration;
}

/** The first visit's own requests go first. */
function loaded(): Promise<unknown> {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    window.addEventListener('load', resolve, { once: true });
  });
}
