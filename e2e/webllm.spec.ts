import type { Page } from '@playwright/test';
import { expect, test } from './lab-test.ts';
import { servePage } from './pages/serve-page.ts';
import type { ServedPage } from './pages/serve-page.ts';
import type { WebLlmLab } from './pages/webllm-lab.ts';
import { ModelHub } from './servers/model-hub.ts';

/*
 * Everything up to a compiled model library, which cannot be in this repository: what runs with one is in
 * `webllm-proof.spec.ts`.
 */
declare const webLlm: WebLlmLab;

/** A module that imports a function nobody has: `env.from_another_version`, of type () → (). */
const MISMATCHED_LIBRARY = Buffer.concat([
  Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0]),
  Buffer.from([2, 28, 1, 3]),
  Buffer.from('env'),
  Buffer.from([20]),
  Buffer.from('from_another_version'),
  Buffer.from([0, 0]),
]);

const CHAT_CONFIG = {
  vocab_size: 4,
  context_window_size: 1024,
  sliding_window_size: -1,
  tokenizer_files: ['tokenizer.json'],
  conv_template: {
    system_template: '{system_message}',
    system_message: '',
    roles: { user: 'user', assistant: 'assistant', tool: 'user' },
    role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
    seps: ['\n'],
    stop_str: [],
    stop_token_ids: [3],
  },
};
const WEIGHT_LIST = {
  metadata: {},
  records: ['params_shard_0.bin', 'params_shard_1.bin'].map((dataPath) => ({
    dataPath,
    format: 'raw-shard',
    nbytes: 64,
    records: [],
  })),
};
const FILES = {
  'mlc-chat-config.json': Buffer.from(JSON.stringify(CHAT_CONFIG)),
  'ndarray-cache.json': Buffer.from(JSON.stringify(WEIGHT_LIST)),
  'tensor-cache.json': Buffer.from(JSON.stringify(WEIGHT_LIST)),
  'tokenizer.json': Buffer.from('{}'),
  'params_shard_0.bin': Buffer.alloc(64, 1),
  'params_shard_1.bin': Buffer.alloc(64, 2),
};
const REPO = 'tests/mlc';
const LIBRARIES = 'tests/mlc-libraries';

let served: ServedPage;
let hub: ModelHub;

test.beforeAll(async () => {
  served = await servePage('webllm', { policies: true });
});
test.afterAll(() => served.close());

test.beforeEach(async ({ page }) => {
  hub = await ModelHub.start();
  hub.publish(REPO, FILES);
  await page.goto(served.url);
  await page.waitForFunction(() => 'webLlm' in globalThis);
});
test.afterEach(() => hub.close());

/** Downloads the model with a library from elsewhere, as the published ones have it. */
async function download(page: Page, library = MISMATCHED_LIBRARY, packageManifest?: string): Promise<void> {
  hub.publish(LIBRARIES, { 'model-webgpu.wasm': library });
  const libraryUrl = `${hub.url}/${LIBRARIES}/resolve/main/model-webgpu.wasm`;
  const ended = await page.evaluate(([hubUrl, repo, url, manifest]) => webLlm.download(hubUrl, repo, url, manifest), [
    hub.url,
    REPO,
    libraryUrl,
    packageManifest,
  ] as const);
  expect(ended).toEqual({ type: 'ready' });
}

test('web-llm finds a downloaded model in what it takes for its cache, and cannot delete it', async ({ page }) => {
  await download(page);
  expect(await page.evaluate(() => webLlm.askCache('proof'))).toEqual([true, true]);
});

test('finds a model whose list of weights has the older name only', async ({ page }) => {
  const { 'tensor-cache.json': _list, ...older } = FILES;
  hub.publish(REPO, older);
  await download(page);
  expect(await page.evaluate(() => webLlm.askCache('proof'))).toEqual([true, true]);
});

test('leaves nothing when a model is deleted', async ({ page }) => {
  await download(page);
  expect(await page.evaluate(() => webLlm.kept())).toEqual(['proof']);
  expect(await page.evaluate(() => webLlm.remove('proof'))).toMatchObject({ ok: true });
  expect(await page.evaluate(() => webLlm.kept())).toEqual([]);
  expect(await page.evaluate(() => webLlm.askCache('proof'))).toContain('model-missing');
  expect(await page.evaluate(() => webLlm.loadError())).toMatchObject({ code: 'model-missing' });
});

test('says that a library was compiled for another version', async ({ page }) => {
  await download(page);
  const parts = await page.evaluate(() => webLlm.load());
  expect(parts.map((part) => (part.type === 'load-progress' ? part.stage : part.type))).toEqual([
    'probe',
    'runtime',
    'load-error',
  ]);
  expect(parts.at(-1)).toMatchObject({
    error: { code: 'model-library-mismatch', detail: expect.stringContaining('from_another_version') },
  });
});

test('says that a library is none', async ({ page }) => {
  await download(page, Buffer.from('no WebAssembly'));
  expect(await page.evaluate(() => webLlm.loadError())).toMatchObject({ code: 'model-library-mismatch' });
});

test('says that the library is missing', async ({ page }) => {
  await download(page);
  await page.evaluate(() => webLlm.lose('proof', 'model-webgpu.wasm'));
  expect(await page.evaluate(() => webLlm.loadError())).toMatchObject({
    code: 'model-missing',
    detail: expect.stringContaining('model-webgpu.wasm'),
  });
});

test('runs no library that differs from what was downloaded', async ({ page }) => {
  await download(page);
  await page.evaluate(() => webLlm.damage('proof', 'model-webgpu.wasm', 20));
  expect(await page.evaluate(() => webLlm.loadError())).toEqual({
    code: 'model-corrupt',
    detail: 'model-webgpu.wasm: its checksum differs',
  });
});

test('shows web-llm the file that tells how a library is called, where the build has one', async ({ page }) => {
  hub.publish(REPO, { ...FILES, 'mlc-model-manifest.json': Buffer.from('{"schema":"of another kind"}') });
  await download(page, MISMATCHED_LIBRARY, 'mlc-model-manifest.json');
  // Looked at before the library, whose own fault is told in the tests above.
  expect(await page.evaluate(() => webLlm.loadError())).toMatchObject({
    code: 'model-library-mismatch',
    detail: expect.stringContaining('mlc-model-manifest.json'),
  });
});

test('has no use for a tokenizer file in which special tokens cannot be told from text', async ({ page }) => {
  const config = { ...CHAT_CONFIG, tokenizer_files: ['tokenizer.model'] };
  hub.publish(REPO, { ...FILES, 'mlc-chat-config.json': Buffer.from(JSON.stringify(config)) });
  await download(page);
  expect(await page.evaluate(() => webLlm.loadError())).toMatchObject({ code: 'model-unknown-kind' });
});

test('refuses a build in half precision where the adapter has none', async ({ page }) => {
  await download(page);
  const half = { builds: { webgpu: { quantization: 'q4f16_1', downloadBytes: 1 } } } as const;
  expect(await page.evaluate((change) => webLlm.loadError(change), half)).toEqual({
    code: 'webgpu-unavailable',
    detail: 'shader-f16',
  });
});

test('finds an adapter again when the GPU process has crashed a moment ago', async ({ page, browser }) => {
  await download(page);
  const session = await browser.newBrowserCDPSession();
  // It ends the connection of this very session at times.
  await session.send('Browser.crashGpuProcess').catch(() => undefined);
  // As far as it gets with this library.
  expect(await page.evaluate(() => webLlm.loadError())).toMatchObject({ code: 'model-library-mismatch' });
});

test('asks no other origin for anything once the model is here', async ({ page }) => {
  await download(page);
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(new URL(request.url()).origin));
  await page.evaluate(() => webLlm.load());
  await page.evaluate(() => webLlm.askCache('proof'));
  expect(asked.filter((origin) => origin !== new URL(served.url).origin)).toEqual([]);
});
