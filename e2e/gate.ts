import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** The service worker has kept all files and rules the page: before, the cloud is refused. */
export async function untilGated(page: Page): Promise<void> {
  const state = () => page.evaluate(() => navigator.serviceWorker.controller?.state);
  await expect.poll(state, { timeout: 180_000, intervals: [50] }).toBe('activated');
}
