import type { Residency, ResidencyState } from '../ports/residency.ts';

const LOCK = 'hearth-resident-model';

/**
 * One resident model across all tabs. The holder keeps an exclusive Web Lock; a tab that closes or crashes
 * releases it by itself. Taking over steals the lock: the other tab's request rejects, and it unloads.
 * A tab without the lock stands in line, so that the model comes to it when the holder closes.
 */
export function createWebLockResidency(): Residency {
  const listeners = new Set<(state: ResidencyState) => void>();
  let state: ResidencyState | null = null;
  let isInLine = false;
  let stealing: Promise<void> | null = null;
  let acquiring: Promise<ResidencyState> | null = null;

  function change(next: ResidencyState): void {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener(next);
  }

  /** Resolves when it is known whether the lock was had; it is then held until it is stolen or the tab goes away. */
  function hold(options: LockOptions): Promise<ResidencyState> {
    return new Promise((resolve) => {
      let isHad = false;
      navigator.locks
        .request(LOCK, options, (lock) => {
          if (lock === null) {
            resolve('elsewhere');
            return undefined;
          }
          isHad = true;
          resolve('held');
          return new Promise<never>(() => {});
        })
        .catch(() => {
          // Never had: no locks in this origin, so there is no telling, as without Web Locks. Else it was stolen.
          if (isHad) lose();
          else resolve('held');
        });
    });
  }

  function lose(): void {
    change('elsewhere');
    void standInLine();
  }

  async function standInLine(): Promise<void> {
    if (isInLine) return;
    isInLine = true;
    await hold({});
    isInLine = false;
    change('held');
  }

  async function steal(): Promise<void> {
    await hold({ steal: true });
    state = 'held';
    stealing = null;
  }

  return {
    async acquire() {
      // Without Web Locks there is no telling; one tab is the common case.
      if (!('locks' in navigator)) return 'held';
      if (state === 'held') return 'held';
      // Asked for twice at once, the second would find it taken by the first.
      acquiring ??= hold({ ifAvailable: true }).finally(() => {
        acquiring = null;
      });
      state = await acquiring;
      if (state === 'elsewhere') void standInLine();
      return state;
    },
    async takeOver() {
      // Stealing twice would take the lock from this tab itself.
      if (state === 'held') return;
      stealing ??= steal();
      await stealing;
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
