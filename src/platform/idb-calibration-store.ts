import { clear, createStore, get, set, type UseStore } from 'idb-keyval';
import type { CalibrationStore } from '../ports/calibration-store.ts';

/** In IndexedDB. What is learnt is a convenience: where storage is blocked it is learnt for this visit alone. */
export function createIdbCalibrationStore(database = 'hearth-calibrations'): CalibrationStore {
  let opened: UseStore | null = null;
  const store = () => (opened ??= createStore(database, 'calibrations'));
  return {
    async read(key) {
      const found = await get<unknown>(key, store()).catch(() => null);
      return found ?? null;
    },
    write: (key, calibration) => set(key, calibration, store()).catch(() => undefined),
    clear: () => clear(store()).catch(() => undefined),
  };
}
