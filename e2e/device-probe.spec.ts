import { expect, test } from '@playwright/test';
import type { Browser, Page, PlaywrightWorkerArgs } from '@playwright/test';
import { findBrowser } from '../tools/find-browser.mjs';
import { servePage } from './pages/serve-page.ts';
import type { ServedPage } from './pages/serve-page.ts';

let served: ServedPage;
test.beforeAll(async () => {
  served = await servePage('probe');
});
test.afterAll(() => served.close());

async function openLab(page: Page): Promise<void> {
  await page.goto(served.url);
  await page.waitForFunction(() => 'probe' in globalThis);
}

test('tells what a software adapter offers, with figures that a processor can have', async ({ page }) => {
  await openLab(page);
  const facts = await page.evaluate(() => probe.read());
  expect(facts.adapter).toMatchObject({ isFallback: true, description: expect.stringMatching(/swiftshader/iu) });
  expect(facts.adapter?.features).toContain('subgroups');
  expect(facts.adapter?.features).not.toContain('shader-f16');
  expect(facts.adapter?.limits['maxBufferSize']).toBeGreaterThanOrEqual(256 * 2 ** 20);
  expect(facts.adapter?.limits['maxComputeWorkgroupStorageSize']).toBeGreaterThanOrEqual(16_384);
  expect(facts.hasWasmSimd).toBe(true);
  for (const figure of [facts.gpuBandwidthBytesPerSecond, facts.gpuFlopsPerSecond, facts.cpuBandwidthBytesPerSecond]) {
    expect(figure).toEqual({ basis: 'measured', value: expect.any(Number) });
    // No processor is this slow or this fast. (With twenty-five others at two cores it was 8.6e6.)
    expect(figure?.value).toBeGreaterThan(1e6);
    expect(figure?.value).toBeLessThan(1e12);
  }
  expect(facts.deviceMemoryBytes?.basis).toBe('estimated');
  expect(facts.storageFreeBytes?.value).toBeGreaterThan(0);
});

test('measures once a visit, and reads the storage anew', async ({ page }) => {
  await openLab(page);
  const first = await page.evaluate(() => probe.read());
  // Chromium's own figure stays the same whatever is stored.
  await page.evaluate(() => {
    navigator.storage.estimate = () => Promise.resolve({ quota: 100, usage: 40 });
  });
  const second = await page.evaluate(() => probe.read());
  expect(second).toEqual({ ...first, storageFreeBytes: { value: 60, basis: 'estimated' } });
});

test('measures in a worker, which it ends', async ({ page }) => {
  await openLab(page);
  const started = page.waitForEvent('worker');
  const reading = page.evaluate(() => probe.read());
  const worker = await started;
  expect(worker.url()).toContain('probe-worker');
  await reading;
  await expect.poll(() => page.workers()).toEqual([]);
});

test('measures again what was forgotten', async ({ page }) => {
  await openLab(page);
  await page.evaluate(() => probe.read());
  const started = page.waitForEvent('worker');
  const reading = page.evaluate(() => probe.readAnew());
  expect((await started).url()).toContain('probe-worker');
  expect((await reading).cpuBandwidthBytesPerSecond?.basis).toBe('measured');
});

test('can be aborted, and read again', async ({ page }) => {
  await openLab(page);
  expect(await page.evaluate(() => probe.abort())).toEqual({
    reason: 'Error: not wanted any more',
    isReadAgain: true,
  });
});

test('tells what the page itself knows where its worker breaks', async ({ page }) => {
  await openLab(page);
  const facts = await page.evaluate(() => probe.readBroken());
  expect(facts).toMatchObject({ adapter: null, gpuBandwidthBytesPerSecond: null, hasWasmSimd: true });
  expect(facts.storageFreeBytes?.value).toBeGreaterThan(0);
});

test.describe('in another browser', () => {
  let browser: Browser;
  test.afterEach(() => browser.close());

  async function openLabIn(playwright: PlaywrightWorkerArgs['playwright'], ...args: readonly string[]): Promise<Page> {
    const executablePath = findBrowser();
    browser = await playwright.chromium.launch({
      ...(executablePath === null ? {} : { executablePath }),
      args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', ...args],
    });
    const page = await browser.newPage();
    await openLab(page);
    return page;
  }

  test('without WebGPU, still tells how fast the processor reads', async ({ playwright }) => {
    const page = await openLabIn(playwright);
    const facts = await page.evaluate(() => probe.read());
    expect(facts).toMatchObject({ adapter: null, gpuBandwidthBytesPerSecond: null, gpuFlopsPerSecond: null });
    expect(facts.cpuBandwidthBytesPerSecond?.value).toBeGreaterThan(1e7);
  });

  test('whose compilers have not come to the probe yet, does not take it for a slow processor', async ({
    playwright,
  }) => {
    // As while the WebAssembly of a model is compiled, for however long that takes.
    const page = await openLabIn(playwright, '--js-flags=--no-sparkplug --no-maglev --no-turbofan');
    const facts = await page.evaluate(() => probe.read());
    const bytesFilledPerSecond = await page.evaluate(() => {
      const block = new Float64Array(1 << 20);
      const times = Array.from({ length: 24 }, (_, index) => {
        const start = performance.now();
        block.fill(index);
        return performance.now() - start;
      });
      return block.byteLength / (Math.min(...times) / 1000);
    });
    // Filled in the cache, it is some two times as fast; a loop that is interpreted, more than forty times slower.
    expect(facts.cpuBandwidthBytesPerSecond?.value).toBeGreaterThan(bytesFilledPerSecond / 12);
  });
});
