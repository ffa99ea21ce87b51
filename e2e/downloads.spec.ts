import { DATA, Downloads, FOLDER, MIB, REPO, expectedFiles, onnxFiles, order } from './downloads-app.ts';
import { servePage } from './pages/serve-page.ts';
import type { ServedPage } from './pages/serve-page.ts';
import { ModelHub } from './servers/model-hub.ts';
import { expect, test } from './test.ts';

let served: ServedPage;
let hub: ModelHub;
test.beforeAll(async () => {
  served = await servePage('downloads');
});
test.afterAll(() => served.close());
test.beforeEach(async () => {
  hub = await ModelHub.start();
});
test.afterEach(() => hub.close());

const FILES = onnxFiles(6);
const EXPECTED = expectedFiles(FILES);

test('a model is fetched from the hub, its redirect followed, its files checked and listed', async ({ page }) => {
  const commit = hub.publish(REPO, FILES);
  const lab = new Downloads(page, hub.url);
  await lab.open(served.url);
  await lab.download();
  const model = await lab.untilState('ready');
  expect(model.source.revision).toBe(commit);
  expect(model.origin).toBe(hub.url);
  expect(model.pinned).toBe('first-use');
  expect(model.storedBytes).toBe(model.totalBytes);
  expect(await lab.stored()).toEqual(EXPECTED);
  // All requests name the commit once it is known, and large files come from the other origin.
  const files = hub.requests.filter(({ range }) => range !== null);
  expect(files.every(({ url }) => url.includes(commit))).toBe(true);
  expect(files.some(({ url }) => url.includes('signature='))).toBe(true);
  expect(hub.sentBytes).toBeLessThan(7 * MIB);
});

test('a download that stands still can be paused, survives a reload, and goes on where it stopped', async ({
  page,
}) => {
  hub.publish(REPO, FILES);
  hub.faults.holdAt = 3 * MIB;
  const lab = new Downloads(page, hub.url);
  await lab.open(served.url);
  await lab.download();
  await lab.untilStoredBytes(3 * MIB);
  await lab.command('pause');
  await lab.untilState('paused');
  const before = hub.sentBytes;
  await page.reload();
  await lab.open(served.url);
  expect((await lab.untilState('paused')).storedBytes).toBeGreaterThanOrEqual(3 * MIB);
  hub.heal();
  await lab.command('resume');
  await lab.untilState('ready');
  expect(await lab.stored()).toEqual(EXPECTED);
  expect(before).toBeGreaterThanOrEqual(3 * MIB);
  expect(hub.requests.some(({ range }) => range?.startsWith('bytes=3145728-'))).toBe(true);
  expect(FOLDER).toBe(order().manifest.id);
  expect(DATA in FILES).toBe(true);
});
