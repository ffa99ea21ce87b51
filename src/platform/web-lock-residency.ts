import type { Residency, ResidencyState } from '../ports/residency.ts';

const LOCK = 'hearth-resident-model';

/**
 * One resident model across all tabs. The holder keeps an exclusive Web Lock; a tab that closes or crashes
 * releases it by itself. Taking over steals the lock: the other tab's request rejects, and it unloads.
 */
export function createWebLockResidency(): Residency {
  const listeners = new Set<(state: ResidencyState) => void>();
  let state: ResidencyState | null = null;
  let queued = false;

  function change(next: ResidencyState): void {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener(next);
  }

  /** Holds the lock until it is stolen or the tab goes away. Resolves when it is known whether it was had. */
  function hold(options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      navigator.locks
        .request(LOCK, options, (lock) => {
          if (lock === null) {
            resolve(false);
            return undefined;
          }
          state = 'held';
          resolve(true);
          return new Promise<never>(() => {});
        })
        .catch(() => change('elsewhere')); // AbortError: stolen
    });
  }

  /** Waits its turn, so that the model comes here when the other tab closes. */
  function queueUp(): void {
    if (queued) return;
    queued = true;
    navigator.locks
      .request(LOCK, () => {
        queued = false;
        change('held');
        return new Promise<never>(() => {});
      })
      .catch(() => change('elsewhere'));
  }

  return {
    async acquire() {
      // Without Web Locks there is no telling; one tab is the common case.
      if (!('locks' in navigator)) return 'held';
      if (state === 'held') return 'held';
      if (await hold({ ifAvailable: true })) return 'held';
      state = 'elsewhere';
      queueUp();
      return 'elsewhere';
    },
    async takeOver() {
      await hold({ steal: true });
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
