import type { Airtight } from '../ports/airtight.ts';
import { onAirtight, readAirtight, writeAirtight } from '../protocol/airtight-flag.ts';
import { storageError } from './storage-error.ts';

/** The flag that the service worker and the workers read before each request. */
export function createStoredAirtight(): Airtight {
  return {
    async set(isOn) {
      try {
        await writeAirtight(isOn);
      } catch (caught) {
        throw storageError(caught);
      }
    },
    subscribe(changed) {
      const leave = onAirtight(changed);
      // Where storage is blocked nothing can leave at all, so there is nothing to tell.
      void readAirtight().then(changed, () => undefined);
      return leave;
    },
  };
}
