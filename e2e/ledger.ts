import type { Page } from '@playwright/test';
import type { EgressEntry } from '../src/ports/egress-ledger.ts';

/** Everything in the ledger, as it is stored. The app has opened it. */
export function ledgerOf(page: Page): Promise<readonly EgressEntry[]> {
  return page.evaluate(
    () =>
      new Promise<EgressEntry[]>((resolve, reject) => {
        const opening = indexedDB.open('hearth-egress');
        opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')));
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('entries').objectStore('entries').getAll();
          reading.addEventListener('error', () => reject(reading.error ?? new Error('not read')));
          reading.addEventListener('success', () => {
            opening.result.close();
            resolve(reading.result);
          });
        });
      }),
  );
}
