import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { servePage } from './pages/serve-page.ts';
import type { ServedPage } from './pages/serve-page.ts';
import type { WebLlmLab } from './pages/webllm-lab.ts';
import { serveFolderAnywhere } from './servers/folder-server.ts';
import type { FolderServer } from './servers/folder-server.ts';

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
const FILES: Readonly<Record<string, string | Buffer>> = {
  'mlc-chat-config.json': JSON.stringify(CHAT_CONFIG),
  'ndarray-cache.json': JSON.stringify(WEIGHT_LIST),
  'tensor-cache.json': JSON.stringify(WEIGHT_LIST),
  'tokenizer.json': '{}',
  'params_shard_0.bin': Buffer.alloc(64, 1),
  'params_shard_1.bin': Buffer.alloc(64, 2),
  'model-webgpu.wasm': MISMATCHED_LIBRARY,
  'page-instead-webgpu.wasm': '<!doctype html><title>Sign in</title>',
};
const MODEL = Object.keys(FILES).filter((path) => path !== 'page-instead-webgpu.wasm');

let served: ServedPage;
let source: FolderServer;
let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-mlc-'));
  for (const [path, content] of Object.entries(FILES)) await writeFile(join(folder, path), content);
  source = await serveFolderAnywhere(folder);
  served = await servePage('webllm', { policies: true });
});
test.afterAll(async () => {
  await served.close();
  await source.close();
  await rm(folder, { recursive: true });
});

test.beforeEach(async ({ page }) => {
  await page.goto(served.url);
  await page.waitForFunction(() => 'webLlm' in globalThis);
});

function store(page: Page, paths: readonly string[], without: readonly string[] = []): Promise<void> {
  return page.evaluate(([url, wanted, left]) => webLlm.store('proof', url, wanted, left), [
    source.url,
    paths,
    without,
  ] as const);
}

test('web-llm finds a stored model in what it takes for its cache, and cannot delete it', async ({ page }) => {
  await store(page, MODEL);
  expect(await page.evaluate(() => webLlm.askCache('proof'))).toEqual([true, true]);
});

test('finds a model whose list of weights has the older name only', async ({ page }) => {
  await store(
    page,
    MODEL.filter((path) => path !== 'tensor-cache.json'),
  );
  expect(await page.evaluate(() => webLlm.askCache('proof'))).toEqual([true, true]);
});

test('does not find a model that lacks a file of weights', async ({ page }) => {
  await store(
    page,
    MODEL.filter((path) => path !== 'params_shard_1.bin'),
  );
  expect(await page.evaluate(() => webLlm.askCache('proof'))).toEqual([false, false]);
});

test('leaves nothing when a model is deleted', async ({ page }) => {
  await store(page, MODEL);
  await page.evaluate(() => webLlm.remove('proof'));
  expect(await page.evaluate(() => webLlm.kept())).toEqual([]);
  expect(await page.evaluate(() => webLlm.askCache('proof'))).toContain('model-missing');
  expect(await page.evaluate(() => webLlm.loadError())).toMatchObject({ code: 'model-missing' });
});

test('says that a library was compiled for another version', async ({ page }) => {
  await store(page, MODEL);
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
  await store(page, [...MODEL.filter((path) => !path.endsWith('.wasm')), 'page-instead-webgpu.wasm']);
  expect(await page.evaluate(() => webLlm.loadError())).toMatchObject({ code: 'model-library-mismatch' });
});

test('says that the library is missing', async ({ page }) => {
  await store(
    page,
    MODEL.filter((path) => !path.endsWith('.wasm')),
  );
  expect(await page.evaluate(() => webLlm.loadError())).toEqual({
    code: 'model-missing',
    detail: 'the compiled model library',
  });
});

test('says that a listed file is not there', async ({ page }) => {
  await store(page, MODEL, ['model-webgpu.wasm']);
  expect(await page.evaluate(() => webLlm.loadError())).toMatchObject({
    code: 'model-missing',
    detail: expect.stringContaining('model-webgpu.wasm'),
  });
});

test('runs no library that differs from what was downloaded', async ({ page }) => {
  await store(page, MODEL);
  await page.evaluate(() => webLlm.damage('proof', 'model-webgpu.wasm', 20));
  expect(await page.evaluate(() => webLlm.loadError())).toEqual({
    code: 'model-corrupt',
    detail: 'model-webgpu.wasm: its checksum differs',
  });
});

test('refuses a build in half precision where the adapter has none', async ({ page }) => {
  await store(page, MODEL);
  const half = { builds: { webgpu: { quantization: 'q4f16_1', downloadBytes: 1 } } } as const;
  expect(await page.evaluate((change) => webLlm.loadError(change), half)).toEqual({
    code: 'webgpu-unavailable',
    detail: 'shader-f16',
  });
});

test('asks no other origin for anything', async ({ page }) => {
  await store(page, MODEL);
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(new URL(request.url()).origin));
  await page.evaluate(() => webLlm.load());
  await page.evaluate(() => webLlm.askCache('proof'));
  expect(asked.filter((origin) => origin !== new URL(served.url).origin)).toEqual([]);
});
