import type { Page } from '@playwright/test';
import { modelLock } from '../src/protocol/model-store.ts';
import { emberFiles } from './models-page.ts';
import type { ModelsPage } from './models-page.ts';
import { addAndDownload, expect, FOLDER, MIDWAY, NAME, REPO, test } from './models-test.ts';
import type { ModelHub } from './servers/model-hub.ts';

const WEIGHTS = 'onnx/model_quantized.onnx';

test.beforeEach(async ({ models }) => {
  await addAndDownload(models);
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
});

/** Flips bits in the middle of the stored weights, as a disk does. */
async function damage(page: Page): Promise<void> {
  await page.evaluate(
    async ([folder, name, at]) => {
      const root = await navigator.storage.getDirectory();
      const model = await (await root.getDirectoryHandle('models')).getDirectoryHandle(folder);
      const file = await (await model.getDirectoryHandle('files')).getFileHandle(name);
      const byte = new Uint8Array(await (await file.getFile()).slice(at, at + 1).arrayBuffer());
      const writable = await file.createWritable({ keepExistingData: true });
      await writable.write({ type: 'write', position: at, data: byte.map((bits) => bits ^ 0xff) });
      await writable.close();
    },
    [FOLDER, encodeURIComponent(WEIGHTS), MIDWAY] as const,
  );
}

/** A newer revision whose large file is another one, though it computes the same. */
function publishNewer(hub: ModelHub): string {
  const files = emberFiles();
  // An entry of metadata at the end, as ONNX allows it.
  const metadata = Buffer.from([0x72, 6, 0x0a, 1, 0x61, 0x12, 1, 0x62]);
  return hub.publish(REPO, { ...files, [WEIGHTS]: Buffer.concat([files[WEIGHTS] ?? Buffer.of(), metadata]) });
}

const updating = (models: ModelsPage) => models.model(NAME).getByRole('progressbar', { name: 'Update progress' });

test('a check finds what the disk has spoilt, and a repair fetches only that again', async ({ app, models, hub }) => {
  await models.button(NAME, 'Verify').click();
  await expect(models.model(NAME)).toContainText('Every byte was read');
  await damage(app.page);
  await models.button(NAME, 'Verify').click();
  await expect(models.model(NAME)).toContainText(/1\.05.MB are damaged/);
  await expect(models.model(NAME)).not.toContainText('Every byte was read');
  await expect(models.button(NAME, 'Use')).toBeHidden();
  const before = hub.sentBytes;
  await models.button(NAME, 'Repair').click();
  await expect(models.button(NAME, 'Use')).toBeVisible({ timeout: 30_000 });
  await expect(models.model(NAME)).not.toContainText('damaged');
  expect(hub.sentBytes - before).toBe(1024 * 1024);
  await models.button(NAME, 'Verify').click();
  await expect(models.model(NAME)).toContainText('Every byte was read');
  await models.button(NAME, 'Use').click();
  await expect(models.model(NAME).getByText('Ready on WASM')).toBeVisible();
});

test('the newest revision says that it is', async ({ models }) => {
  await models.button(NAME, 'Update').click();
  await expect(models.model(NAME)).toContainText('This is the newest revision.');
});

test('the old revision answers while a newer one comes, and when that fails; then the newer one does', async ({
  app,
  models,
  hub,
}) => {
  const commit = publishNewer(hub);
  hub.faults.holdAt = MIDWAY;
  await models.button(NAME, 'Update').click();
  await expect(updating(models)).toBeVisible();
  await expect.poll(() => hub.heldBodies).toBeGreaterThan(0);
  await expect(models.progress(NAME)).toBeHidden();
  await expect(models.model(NAME)).not.toContainText(commit.slice(0, 12));
  await models.button(NAME, 'Use').click();
  await expect(models.model(NAME).getByText('Ready on WASM')).toBeVisible();

  hub.heal();
  hub.faults.status = { left: Infinity, code: 404 };
  hub.dropConnections();
  await expect(models.model(NAME)).toContainText('The revision that is here can still be used.');
  await expect(models.button(NAME, 'Resume')).toBeVisible();
  // Also by a page that knows nothing of it yet.
  await app.page.reload();
  await app.untilReady();
  await expect(models.button(NAME, 'Resume')).toBeVisible();
  await models.close();
  await expect(await app.askAndWait('What is Hearth?')).toContainText(/\w{3}/);

  await models.open();
  hub.heal();
  await models.button(NAME, 'Resume').click();
  await expect(models.model(NAME)).toContainText(`Updated to ${commit.slice(0, 12)}`, { timeout: 30_000 });
  await expect(models.model(NAME)).toContainText(`${REPO} at ${commit.slice(0, 12)}`);
  await expect(updating(models)).toBeHidden();
  await models.button(NAME, 'Unload').click();
  await models.button(NAME, 'Load').click();
  await expect(models.model(NAME).getByText('Ready on WASM')).toBeVisible();
  // Another file, another answer to remember.
  await expect(models.model(NAME)).toContainText('Self-test passed: it writes sense.');
});

test('a start leaves the list alone that the engine reads just then', async ({ app, models }) => {
  const listed = () =>
    app.page.evaluate(async (folder) => {
      const root = await navigator.storage.getDirectory();
      const model = await (await root.getDirectoryHandle('models')).getDirectoryHandle(folder);
      return (await (await model.getFileHandle('list.json')).getFile()).lastModified;
    }, FOLDER);
  const before = await listed();
  await app.page.reload();
  await app.untilReady();
  // The library is open when it tells what it has.
  await expect(models.button(NAME, 'Use')).toBeVisible();
  expect(await listed()).toBe(before);
});

test('a newer revision waits until nobody loads the old one', async ({ app, models, hub }) => {
  const letGo = await app.page.evaluateHandle((lock) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    void navigator.locks.request(lock, { mode: 'shared' }, () => promise);
    return resolve;
  }, modelLock(FOLDER));
  const commit = publishNewer(hub);
  await models.button(NAME, 'Update').click();
  const waiting = () =>
    app.page.evaluate(
      async (lock) => (await navigator.locks.query()).pending?.some(({ name }) => name === lock) ?? false,
      modelLock(FOLDER),
    );
  await expect.poll(waiting, { timeout: 60_000 }).toBe(true);
  await expect(models.model(NAME)).not.toContainText(commit.slice(0, 12));
  await letGo.evaluate((resolve) => resolve());
  await expect(models.model(NAME)).toContainText(`Updated to ${commit.slice(0, 12)}`);
});

test('a cancelled update leaves the old revision as it was', async ({ app, models, hub }) => {
  publishNewer(hub);
  hub.faults.holdAt = MIDWAY;
  await models.button(NAME, 'Update').click();
  await expect.poll(() => hub.heldBodies).toBeGreaterThan(0);
  await models.button(NAME, 'Cancel').focus();
  await app.page.keyboard.press('Enter');
  await expect(updating(models)).toBeHidden();
  await expect(models.model(NAME).getByRole('heading')).toBeFocused();
  await models.button(NAME, 'Verify').click();
  await expect(models.model(NAME)).toContainText('Every byte was read');
});

test('deleting says how many bytes came back, and they do', async ({ app, models }) => {
  // The app's own files are all kept by then, and use no more.
  await app.untilGated();
  const used = () => app.page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const before = await used();
  await models.button(NAME, 'Delete').focus();
  // What is told is in sight, though what was pressed stood further down.
  await models.view.evaluate((view) => view.querySelector('.modal-sheet-body')?.scrollBy(0, 150));
  await app.page.keyboard.press('Enter');
  const said = models.view.getByText(/was deleted: .* freed/);
  await expect(said).toBeInViewport({ ratio: 1 });
  await expect(models.view.getByRole('region', { name: 'Add models' })).toBeFocused();
  const freed = before - (await used());
  expect(freed).toBeGreaterThan(7_000_000);
  const [, saidMegabytes] = /([\d.]+) MB freed/.exec(await said.innerText()) ?? [];
  // The browser's figure holds what the app noted meanwhile.
  expect(Math.abs(Number(saidMegabytes) - freed / 1e6)).toBeLessThan(0.2);
  await expect(models.stored).toBeHidden();
});
