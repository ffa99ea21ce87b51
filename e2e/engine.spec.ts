import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, PlaywrightWorkerArgs } from '@playwright/test';
import type { ErrorInfo } from '../src/core/errors.ts';
import { modelId } from '../src/core/ids.ts';

import { EMBER } from '../src/core/models/ember.ts';
import type { ModelManifest } from '../src/core/models/manifest.ts';
import type { EnginePreference } from '../src/core/settings.ts';
import { ENGINE_CONTRACT } from '../src/testing/engine-contract.ts';
import { findBrowser } from '../tools/find-browser.mjs';
import { writeOnnxModel } from '../tools/synthesize-model/onnx-model.mjs';
import { expect, test } from './lab-test.ts';
import { servePage } from './pages/serve-page.ts';
import type { ServedPage } from './pages/serve-page.ts';

const GREEDY = { temperature: 0, topP: 1, maxTokens: 4 };
/** A software adapter takes seconds a token on a busy machine. */
const SOFTWARE_GPU_TIMEOUT_MS = 300_000;
const QUESTION = [{ role: 'user', content: 'What is Hearth?' }] as const;

/** Says a sentence in two layers: a software adapter takes a second and more for a token of Ember. */
const TINY: Partial<ModelManifest> = {
  id: modelId('tiny'),
  files: { type: 'origin', basePath: '/tiny' },
  contextWindow: 512,
  builds: { webgpu: { quantization: 'q4', downloadBytes: 1_000_000 } },
  escalateToken: null,
};

let served: ServedPage;
let tinyFiles: string;
test.beforeAll(async () => {
  served = await servePage('engine');
  tinyFiles = await mkdtemp(join(tmpdir(), 'hearth-tiny-'));
  writeOnnxModel({ folder: tinyFiles, shape: 'tiny-llama', form: 'q4', text: 'It says this and then no more.' });
});
test.afterAll(async () => {
  await served.close();
  await rm(tinyFiles, { recursive: true });
});

async function serveTiny(page: Page): Promise<void> {
  await page.route('**/tiny/**', (route) => {
    const path = new URL(route.request().url()).pathname.slice('/tiny/'.length);
    return existsSync(join(tinyFiles, path))
      ? route.fulfill({ path: join(tinyFiles, path) })
      : route.fulfill({ status: 404 });
  });
}

async function openLab(page: Page): Promise<void> {
  await page.goto(served.url);
  await page.waitForFunction(() => 'lab' in globalThis);
}

for (const preference of ['wasm', 'webgpu'] as const) {
  test.describe(`the engine on ${preference} keeps the contract: it`, () => {
    test.describe.configure({ mode: 'serial', timeout: SOFTWARE_GPU_TIMEOUT_MS });
    let page: Page;
    test.beforeAll(async ({ browser }) => {
      page = await browser.newPage();
      await serveTiny(page);
      await openLab(page);
      const order = [preference, preference === 'wasm' ? {} : TINY] as const;
      const parts = await page.evaluate(([wanted, change]) => lab.load(wanted, change), order);
      expect(parts.at(-1)).toMatchObject({ type: 'load-end', choice: { backend: preference } });
    });
    test.afterAll(() => page.close());

    for (const name of Object.keys(ENGINE_CONTRACT)) {
      test(name, async () => {
        expect(await page.evaluate((check) => lab.check(check), name)).toBeNull();
      });
    }
  });
}

test('chooses WASM by itself where the adapter is software, and says why', async ({ page }) => {
  await openLab(page);
  const parts = await page.evaluate(() => lab.load('auto'));
  expect(parts.at(-1)).toMatchObject({
    type: 'load-end',
    choice: { backend: 'wasm', why: expect.stringContaining('software'), adapter: { isFallback: true } },
  });
});

test('tells the bytes as they arrive, up to all of them', async ({ page }) => {
  await openLab(page);
  const parts = await page.evaluate(() => lab.load('wasm'));
  const progress = parts.filter((part) => part.type === 'load-progress');
  expect(progress.map(({ stage }) => stage)).toEqual(['probe', 'runtime', 'weights', 'warm-up']);
  const weights = progress.find(({ stage }) => stage === 'weights');
  expect(weights?.loadedBytes).toBe(weights?.totalBytes);
});

test('draws other tokens from another seed', async ({ page }) => {
  await openLab(page);
  await page.evaluate(() => lab.load('wasm'));
  const texts = await page.evaluate(async (messages) => {
    const draw = (seed: number) => lab.ask(messages, { temperature: 2, topP: 1, maxTokens: 12, seed }, `seed-${seed}`);
    return [(await draw(1)).text, (await draw(2)).text];
  }, QUESTION);
  expect(texts[0]).not.toBe(texts[1]);
});

test.describe('Ember on WebGPU', () => {
  test.describe.configure({ mode: 'serial', timeout: SOFTWARE_GPU_TIMEOUT_MS });
  /** Made once: a software adapter compiles its shaders for many seconds at each load. */
  let accounts: Awaited<ReturnType<typeof lab.accounts>>;
  test.beforeAll(async ({ browser }) => {
    const page = await browser.newPage();
    await openLab(page);
    accounts = await page.evaluate((tokens) => lab.accounts('webgpu', tokens), GREEDY.maxTokens);
    await page.close();
  });

  test('gives the same first tokens as on WASM, from the same weights', async ({ page }) => {
    await openLab(page);
    // The int8 build that WASM takes by itself is another rounding of the model, and may say something else.
    await page.evaluate((wasm) => lab.load('wasm', { builds: { wasm } }), EMBER.builds.webgpu);
    const { text } = await page.evaluate(([messages, sampling]) => lab.ask(messages, sampling, 'same'), [
      QUESTION,
      GREEDY,
    ] as const);
    expect(accounts.text).toBe(text);
    expect(text).not.toBe('');
  });

  test('is counted buffer by buffer, weights and KV cache, and all are freed', () => {
    const [loaded, answered, released] = accounts.footprints;
    expect(loaded?.weightsBytes.basis).toBe('measured');
    expect(loaded?.weightsBytes.value).toBeGreaterThan(0.9 * EMBER.builds.webgpu.downloadBytes);
    expect(loaded?.kvCacheBytes.value).toBe(0);
    // The prompt and all tokens but the last, which was chosen, not read.
    const tokens = (answered?.kvCacheBytes.value ?? 0) / EMBER.kvBytesPerToken;
    expect(tokens).toBeGreaterThan(5);
    expect(Number.isInteger(tokens)).toBe(true);
    expect(answered?.weightsBytes.value).toBe(loaded?.weightsBytes.value);
    const held = [released?.weightsBytes, released?.kvCacheBytes, released?.otherGpuBytes];
    expect(held.map((bytes) => bytes?.value)).toEqual([0, 0, 0]);
  });
});

test('on WASM, counts the heap, and says that the weights in it are estimated', async ({ page }) => {
  await openLab(page);
  const { footprints } = await page.evaluate(() => lab.accounts('wasm', 2));
  const [loaded, answered] = footprints;
  expect(loaded?.weightsBytes).toEqual({ value: EMBER.builds.wasm.downloadBytes, basis: 'estimated' });
  expect(loaded?.wasmHeapBytes?.value).toBeGreaterThan(EMBER.builds.wasm.downloadBytes);
  expect(loaded?.wasmHeapBytes?.basis).toBe('measured');
  expect((answered?.kvCacheBytes.value ?? 0) % EMBER.kvBytesPerToken).toBe(0);
  expect(answered?.kvCacheBytes.value).toBeGreaterThan(0);
});

test.describe('a damaged model', () => {
  for (const [file, name] of [
    ['onnx/model_quantized.onnx', 'weights'],
    ['tokenizer.json', 'tokenizer'],
  ] as const) {
    test(`whose ${name} are missing is reported as missing`, async ({ page }) => {
      await page.route(`**/${file}`, (route) => route.fulfill({ status: 404 }));
      await openLab(page);
      expect(await lastLoadError(page)).toMatchObject({ code: 'model-missing', detail: file });
    });

    test(`whose ${name} are cut short is reported as corrupt`, async ({ page }) => {
      await page.route(`**/${file}`, async (route) => {
        const body = await (await route.fetch()).body();
        await route.fulfill({ body: body.subarray(0, body.length >> 1) });
      });
      await openLab(page);
      expect(await lastLoadError(page)).toMatchObject({ code: 'model-corrupt', detail: expect.stringContaining(file) });
    });

    test(`with one byte of the ${name} changed is reported as corrupt`, async ({ page }) => {
      await page.route(`**/${file}`, async (route) => {
        const body = await (await route.fetch()).body();
        body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
        await route.fulfill({ body });
      });
      await openLab(page);
      expect(await lastLoadError(page)).toMatchObject({ code: 'model-corrupt', detail: expect.stringContaining(file) });
    });
  }

  test('without a file list, cut short, is still reported as corrupt', async ({ page }) => {
    await page.route('**/ember/manifest.json', (route) => route.fulfill({ status: 404 }));
    await page.route('**/model_quantized.onnx', async (route) => {
      const body = await (await route.fetch()).body();
      await route.fulfill({ body: body.subarray(0, body.length >> 1) });
    });
    await openLab(page);
    expect(await lastLoadError(page)).toMatchObject({ code: 'model-corrupt' });
  });

  test('loads when its files are whole again', async ({ page }) => {
    let isBroken = true;
    await page.route('**/model_quantized.onnx', (route) =>
      isBroken ? route.fulfill({ status: 404 }) : route.fallback(),
    );
    await openLab(page);
    expect(await lastLoadError(page)).toMatchObject({ code: 'model-missing' });
    isBroken = false;
    expect(await lastLoadError(page)).toBeNull();
  });
});

test('a crash of the worker ends the answer as an error, and the next load works', async ({ page }) => {
  await openLab(page);
  await page.evaluate(() => lab.load('wasm'));
  await page.evaluate(() => lab.askAndHold());
  await page.evaluate(() => lab.workers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'boom' })));
  expect(await page.evaluate(() => lab.goOn())).toEqual({ code: 'engine-crashed', detail: 'boom' });
  expect(await lastLoadError(page)).toBeNull();
});

test('a lost graphics device ends the answer as an error, and the next load works', async ({ page, browser }) => {
  test.setTimeout(SOFTWARE_GPU_TIMEOUT_MS);
  await serveTiny(page);
  await openLab(page);
  await page.evaluate((change) => lab.load('webgpu', change), TINY);
  const session = await browser.newBrowserCDPSession();
  await page.evaluate(() => lab.askAndHold());
  await session.send('Browser.crashGpuProcess');
  expect(await page.evaluate(() => lab.goOn())).toMatchObject({ code: 'device-lost' });
  expect(await lastLoadError(page)).toBeNull();
});

test.describe('in another browser', () => {
  const COMMON = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  let browser: Browser;
  test.afterEach(() => browser.close());

  async function loadIn(
    playwright: PlaywrightWorkerArgs['playwright'],
    args: readonly string[],
    preference: EnginePreference,
  ) {
    const executablePath = findBrowser();
    browser = await playwright.chromium.launch({
      ...(executablePath === null ? {} : { executablePath }),
      args: [...COMMON, ...args],
    });
    const page = await browser.newPage();
    await openLab(page);
    return (await page.evaluate((wanted) => lab.load(wanted), preference)).at(-1);
  }

  test('without WebGPU, runs on WASM and says why', async ({ playwright }) => {
    expect(await loadIn(playwright, [], 'auto')).toMatchObject({
      type: 'load-end',
      choice: { backend: 'wasm', why: expect.stringContaining('no WebGPU'), adapter: null },
    });
  });

  test('without WebGPU, does not run on WebGPU when forced to', async ({ playwright }) => {
    expect(await loadIn(playwright, [], 'webgpu')).toMatchObject({
      type: 'load-error',
      error: { code: 'webgpu-unavailable' },
    });
  });

  test('without SIMD in WebAssembly, says that the browser is too old', async ({ playwright }) => {
    // WebAssembly's SIMD needs SSE4.1 on this processor family.
    expect(await loadIn(playwright, ['--js-flags=--no-enable-sse4-1'], 'auto')).toMatchObject({
      type: 'load-error',
      error: { code: 'wasm-unsupported' },
    });
  });
});

async function lastLoadError(page: Page): Promise<ErrorInfo | null> {
  const last = (await page.evaluate(() => lab.load('wasm'))).at(-1);
  return last?.type === 'load-error' ? last.error : null;
}
