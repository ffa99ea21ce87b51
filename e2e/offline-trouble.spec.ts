import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { App } from './app.ts';
import { startLeavingServer } from './servers/leaving-server.ts';
import { DIST, expect, test } from './test.ts';

test.use({ visit: 'first' });
// All of the app is kept, 44 MB, some of it twice: patience for a slow or busy disk.
test.describe.configure({ timeout: 300_000 });
const PATIENCE = { timeout: 180_000 };

test('a server that goes away during the install is told, and trying again takes up what is missing', async ({
  page,
  server,
}) => {
  const leaving = await startLeavingServer(server.url);
  leaving.leaveAt(await largestFile());
  const app = new App(page);
  await app.open(leaving.url);
  const trouble = page.getByRole('alert').filter({ hasText: 'Not ready for offline use' });
  await expect(trouble).toBeVisible(PATIENCE);

  leaving.comeBack();
  const before = server.requested.length;
  await trouble.getByRole('button', { name: 'Try again' }).click();
  await untilKept(page);
  await expect(trouble).toBeHidden();
  expect(server.requested.slice(before)).toContain(await largestFile());
  expect(server.requested.slice(before)).not.toContain('/models/ember/onnx/model_q4.onnx');
  await leaving.close();
});

test('the next visit takes up an install that failed, by itself', async ({ page, server }) => {
  const leaving = await startLeavingServer(server.url);
  leaving.leaveAt(await largestFile());
  const app = new App(page);
  await app.open(leaving.url);
  await expect(page.getByRole('alert').filter({ hasText: 'Not ready for offline use' })).toBeVisible(PATIENCE);

  leaving.comeBack();
  await page.reload();
  await untilKept(page);
  await expect(page.getByRole('alert')).toBeHidden();
  await leaving.close();
});

test('storage without room for the app is told with a way to make room; the chat works all the same', async ({
  page,
  server,
}) => {
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(server.url);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 12_000_000 });
  const app = new App(page);
  await app.open(server.url);
  const trouble = page.getByRole('alert').filter({ hasText: 'No room for offline use' });
  await expect(trouble).toBeVisible(PATIENCE);
  await app.untilReady();
  await app.askAndWait('Hello');

  // What was kept before the room ran out may leave none for the chat either: that says so instead, with the same link.
  await page.getByRole('alert').getByRole('link', { name: 'Manage data' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await expect(settings.getByRole('heading', { name: 'Your data' })).toBeFocused();

  // Ends the override.
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await page.reload();
  await untilKept(page);
  await expect(trouble).toBeHidden();
});

async function largestFile(): Promise<string> {
  const names = await readdir(join(DIST, 'assets'));
  return `/assets/${names.find((name) => /jspi.*\.wasm$/.test(name))}`;
}

/** Everything is kept and the service worker serves this page. */
async function untilKept(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), PATIENCE).toBe('activated');
}
