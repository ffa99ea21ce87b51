import type { Page } from '@playwright/test';
import { DECISION_LOG_CONTRACT } from '../src/testing/decision-log-contract.ts';
import { EGRESS_CONTRACT } from '../src/testing/egress-contract.ts';
import { STORE_CONTRACT } from '../src/testing/store-contract.ts';
import { expect, test } from './lab-test.ts';
import { servePage } from './pages/serve-page.ts';
import type { ServedPage } from './pages/serve-page.ts';

let served: ServedPage;
test.beforeAll(async () => {
  served = await servePage('store');
});
test.afterAll(() => served.close());

async function openLab(page: Page): Promise<void> {
  await page.goto(served.url);
  await page.waitForFunction(() => 'store' in globalThis);
}

test.describe('the store in IndexedDB keeps the contract: it', () => {
  for (const name of Object.keys(STORE_CONTRACT)) {
    test(name, async ({ page }) => {
      await openLab(page);
      expect(await page.evaluate((check) => store.check(check), name)).toBeNull();
    });
  }
});

test.describe('the ledger of what left keeps the contract: it', () => {
  for (const name of Object.keys(EGRESS_CONTRACT)) {
    test(name, async ({ page }) => {
      await openLab(page);
      expect(await page.evaluate((check) => store.checkEgress(check), name)).toBeNull();
    });
  }
});

test.describe('the decision log keeps the contract: it', () => {
  for (const name of Object.keys(DECISION_LOG_CONTRACT)) {
    test(name, async ({ page }) => {
      await openLab(page);
      expect(await page.evaluate((check) => store.checkDecisions(check), name)).toBeNull();
    });
  }
});

test('lists what it cannot read, reads the rest, and touches none of it', async ({ page }) => {
  await openLab(page);
  const newer = { version: 99, conversation: { shape: 'of the future' } };
  const damaged = { version: 1, conversation: { id: 'damaged', turns: 'none' } };
  await page.evaluate(
    async ([future, broken]) => {
      await store.plant('newer', future);
      await store.plant('damaged', broken);
      await store.plant('no-envelope', 'text');
      await store.write('fine', 5);
    },
    [newer, damaged] as const,
  );
  const { summaries, unreadable } = await page.evaluate(() => store.list());
  expect(summaries.map(({ id }) => id)).toEqual(['fine']);
  expect(unreadable.toSorted()).toEqual(['damaged', 'newer', 'no-envelope']);
  expect(await page.evaluate(() => store.search(''))).toEqual(['fine']);
  expect(await page.evaluate(() => store.read('newer'))).toMatchObject({ code: 'stored-data-newer' });
  expect(await page.evaluate(() => store.read('damaged'))).toMatchObject({ code: 'stored-data-corrupt' });
  expect(await page.evaluate(() => store.read('no-envelope'))).toMatchObject({ code: 'stored-data-corrupt' });
  expect(await page.evaluate(() => store.raw('newer'))).toEqual(newer);
  expect(await page.evaluate(() => store.raw('damaged'))).toEqual(damaged);
  expect(await page.evaluate(() => store.raw('no-envelope'))).toBe('text');
});

test('a write that was handed over outlives its page, even if that crashes before it is stored', async ({ page }) => {
  const context = page.context();
  await openLab(page);
  const devtools = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  await page.route('**/handed-over', () => {
    // Never answered: there is no one left to do it.
    devtools.send('Page.crash').catch(() => undefined);
  });
  const writing = page.evaluate(() => store.writeAndStandStill('kept', '/handed-over'));
  await expect(writing).rejects.toThrow(/crashed/);
  await crashed;

  const next = await context.newPage();
  await openLab(next);
  expect((await next.evaluate(() => store.list())).summaries.map(({ id }) => id)).toEqual(['kept']);
});

test('says that storage is full, keeps what was stored, and writes again when there is room', async ({ page }) => {
  await openLab(page);
  const devtools = await page.context().newCDPSession(page);
  const { origin } = new URL(served.url);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 100_000 });
  expect(await page.evaluate(() => store.write('small', 10))).toBeNull();
  expect(await page.evaluate(() => store.write('big', 1_000_000))).toMatchObject({ code: 'storage-full' });
  expect((await page.evaluate(() => store.list())).summaries.map(({ id }) => id)).toEqual(['small']);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 50_000_000 });
  // Chromium remembers for a while how much room an open database has.
  await openLab(page);
  expect(await page.evaluate(() => store.write('big', 1_000_000))).toBeNull();
});

test('says that storage is blocked where the browser refuses it', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  });
  await openLab(page);
  expect(await page.evaluate(() => store.write('any', 10))).toMatchObject({ code: 'storage-blocked' });
  expect(await page.evaluate(() => store.read('any'))).toMatchObject({ code: 'storage-blocked' });
});
