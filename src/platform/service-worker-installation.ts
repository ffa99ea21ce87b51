import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo } from '../core/errors.ts';
import type { AppUpdateState } from '../ports/app-updates.ts';
import { ACTIVATE_UPDATE, isInstallFailed } from '../protocol/update-message.ts';

const UPDATE_CHECK_MS = 60 * 60 * 1000;
/** A service worker that was ended by the browser gives no reason; one that failed gives it about now. */
const REASON_WITHIN_MS = 1000;

/** This page and the service worker of its site. */
export class Installation {
  readonly #change: (next: Partial<AppUpdateState>) => void;
  #registration: ServiceWorkerRegistration | null = null;
  #checkedAtMs = Date.now();
  #reason: ErrorInfo | null = null;

  constructor(change: (next: Partial<AppUpdateState>) => void) {
    this.#change = change;
    const workers = navigator.serviceWorker;
    // The very first worker claims this page: no update. Later ones were taken in another tab: this page is the old one.
    let isUpdate = workers.controller !== null;
    workers.addEventListener('controllerchange', () => {
      if (isUpdate) change({ updateReady: true });
      isUpdate = true;
    });
    workers.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isInstallFailed(data)) return;
      this.#reason = errorInfo(data.isStorageFull ? 'offline-no-room' : 'offline-incomplete', data.detail);
    });
    document.addEventListener('visibilitychange', () => this.#lookForUpdate());
  }

  /** Registers the service worker, which keeps every file; what came of it is told as state. */
  async install(): Promise<void> {
    this.#reason = null;
    try {
      const url = new URL('sw.js', document.baseURI);
      const registration: unknown = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
      // What blocks service workers may answer with nothing.
      if (!(registration instanceof ServiceWorkerRegistration)) return;
      if (registration !== this.#registration) {
        registration.addEventListener('updatefound', () => this.#watch(registration.installing));
        this.#registration = registration;
      }
      this.#watch(registration.installing);
      this.#report();
    } catch (caught) {
      // Refused (private window, blocked site data) is no failure: the browser wants it so.
      if (caught instanceof TypeError) this.#change({ offlineError: errorInfo('offline-incomplete', String(caught)) });
    }
  }

  /** Resolves when the waiting version serves this page; at once where none waits. */
  async takeUpdate(): Promise<void> {
    const waiting = this.#registration?.waiting;
    if (!waiting) return;
    const takenOver = new Promise((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
    });
    waiting.postMessage(ACTIVATE_UPDATE);
    await takenOver;
  }

  #watch(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      this.#report();
      if (worker.state === 'redundant') this.#reportFailure();
    });
  }

  #report(): void {
    const { active = null, waiting = null } = this.#registration ?? {};
    const offlineReady = active !== null;
    this.#change({
      offlineReady,
      updateReady: waiting !== null && offlineReady,
      ...(offlineReady ? { offlineError: null } : {}),
    });
  }

  /** A failed update is no news: the version that is here goes on working without a network. */
  #reportFailure(): void {
    if (this.#registration?.active) return;
    const report = () =>
      this.#change({ offlineError: this.#reason ?? errorInfo('offline-incomplete', 'the install was ended') });
    if (this.#reason === null) setTimeout(report, REASON_WITHIN_MS);
    else report();
  }

  #lookForUpdate(): void {
    if (document.visibilityState !== 'visible' || Date.now() - this.#checkedAtMs < UPDATE_CHECK_MS) return;
    this.#checkedAtMs = Date.now();
    // Offline or the host is down: the next look will tell.
    this.#registration?.update().catch(() => undefined);
  }
}
