import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { endpointId } from '../src/core/ids.ts';
import { newEndpoint } from '../src/core/routing/endpoint.ts';
import type { Endpoint } from '../src/core/routing/endpoint.ts';
import type { EgressEntry } from '../src/ports/egress-ledger.ts';

/** An endpoint as a user of it has set it up. */
export function endpointAt(url: string): Endpoint {
  return { ...newEndpoint(endpointId('test-endpoint')), name: 'Test', url, model: 'test' };
}

/** The service worker rules the page: the cloud is refused before. It keeps all files first. */
export async function untilGated(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), { timeout: 180_000 })
    .toBe('activated');
}

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
