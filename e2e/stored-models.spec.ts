import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ChatMessage } from '../src/core/generate-request.ts';
import { modelId } from '../src/core/ids.ts';
import type { ModelManifest, Quantization } from '../src/core/models/manifest.ts';
import type { StreamPart } from '../src/core/stream-part.ts';
import type { LoadPart } from '../src/ports/engine.ts';
import { writeOnnxModel } from '../tools/synthesize-model/onnx-model.mjs';
import type { OnnxModelOrder, WrittenFile } from '../tools/synthesize-model/onnx-model.mjs';
import { expect, test } from './lab-test.ts';
import { servePage } from './pages/serve-page.ts';
import type { ServedPage } from './pages/serve-page.ts';

const SENTENCE = 'Stored here, said there.';
const GREEDY = { temperature: 0, topP: 1, maxTokens: 12 };
/** A software adapter compiles its shaders for a long time on a busy machine. */
const SOFTWARE_GPU_TIMEOUT_MS = 240_000;
const HELLO = [{ role: 'user', content: 'Hello' }] as const;

let served: ServedPage;
let models: string;
test.beforeAll(async () => {
  served = await servePage('engine');
  models = await mkdtemp(join(tmpdir(), 'hearth-models-'));
});
test.afterAll(async () => {
  await served.close();
  await rm(models, { recursive: true });
});
test.beforeEach(async ({ page }) => {
  await page.goto(served.url);
  await page.waitForFunction(() => 'lab' in globalThis);
});

/** Writes a synthetic model into the model store as a download leaves it. */
async function store(
  page: Page,
  folder: string,
  order: Omit<OnnxModelOrder, 'folder'>,
): Promise<readonly WrittenFile[]> {
  const source = join(models, folder);
  const files = writeOnnxModel({ folder: source, text: SENTENCE, ...order });
  await page.route(`**/synthetic/${folder}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: join(source, pathname.slice(`/synthetic/${folder}/`.length)) });
  });
  await page.evaluate(
    async ([name, list]) => {
      const root = await navigator.storage.getDirectory();
      const all = await root.getDirectoryHandle('models', { create: true });
      const model = await all.getDirectoryHandle(name, { create: true });
      const directory = await model.getDirectoryHandle('files', { create: true });
      const write = async (into: FileSystemDirectoryHandle, as: string, content: Blob | string) => {
        const writable = await (await into.getFileHandle(as, { create: true })).createWritable();
        await writable.write(content);
        await writable.close();
      };
      for (const { path } of list) {
        const response = await fetch(`/synthetic/${name}/${path}`);
        await write(directory, encodeURIComponent(path), await response.blob());
      }
      await write(model, 'list.json', JSON.stringify({ version: 1, files: list }));
    },
    [folder, files] as const,
  );
  return files;
}

function manifestOf(folder: string, quantization: Quantization, backend: 'webgpu' | 'wasm'): Partial<ModelManifest> {
  return {
    id: modelId(folder),
    files: { type: 'stored', folder },
    contextWindow: 512,
    builds: { [backend]: { quantization, downloadBytes: 1_000_000 } },
    escalateToken: null,
  };
}

async function load(page: Page, folder: string, quantization: Quantization, backend: 'webgpu' | 'wasm' = 'wasm') {
  return (
    await page.evaluate(([wanted, change]) => lab.load(wanted, change), [
      backend,
      manifestOf(folder, quantization, backend),
    ] as const)
  ).at(-1);
}

function ask(page: Page, messages: readonly ChatMessage[], conversation = 'chat') {
  return page.evaluate(([said, sampling, name]) => lab.ask(said, sampling, name), [
    messages,
    GREEDY,
    conversation,
  ] as const);
}

/** Changes bytes of a stored file behind the app's back. */
async function harm(page: Page, folder: string, path: string, how: 'flip' | 'cut' | 'remove'): Promise<void> {
  await page.evaluate(
    async ([name, as, what]) => {
      const root = await navigator.storage.getDirectory();
      const model = await (await root.getDirectoryHandle('models')).getDirectoryHandle(name);
      const directory = await model.getDirectoryHandle('files');
      if (what === 'remove') return directory.removeEntry(as);
      const handle = await directory.getFileHandle(as);
      const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
      for (let at = 0; at < bytes.length; at += 3) bytes[at] = (bytes[at] ?? 0) ^ 0x5a;
      const writable = await handle.createWritable();
      await writable.write(what === 'flip' ? bytes : bytes.subarray(0, bytes.length >> 1));
      return writable.close();
    },
    [folder, encodeURIComponent(path), how] as const,
  );
}

function tokensOf(last: StreamPart, kind: 'promptTokens' | 'completionTokens' | 'cachedPromptTokens'): number {
  if (last.type !== 'stream-end') throw new Error(`the answer ended with ${last.type}`);
  return last.usage[kind].value;
}

function errorOf(part: LoadPart | undefined) {
  return part?.type === 'load-error' ? part.error : null;
}

for (const shape of ['tiny-phi3', 'tiny-llama', 'tiny-smollm2', 'tiny-gemma2', 'tiny-gemma3', 'tiny-qwen3']) {
  test(`a stored model of the shape ${shape} answers on WASM`, async ({ page }) => {
    await store(page, shape, { shape, form: 'q8' });
    expect(await load(page, shape, 'q8')).toMatchObject({
      type: 'load-end',
      choice: { backend: 'wasm' },
      selfTest: { basis: 'first-load', tokens: 5 },
    });
    expect(await ask(page, HELLO)).toMatchObject({ text: SENTENCE, last: { type: 'stream-end', reason: 'stop' } });
  });
}

for (const shape of ['tiny-phi3', 'tiny-gemma2']) {
  test(`a stored model of the shape ${shape} answers on WebGPU`, async ({ page }) => {
    test.setTimeout(SOFTWARE_GPU_TIMEOUT_MS);
    await store(page, shape, { shape, form: 'q4' });
    expect(await load(page, shape, 'q4', 'webgpu')).toMatchObject({ type: 'load-end', choice: { backend: 'webgpu' } });
    expect((await ask(page, HELLO)).text).toBe(SENTENCE);
  });
}

test('reads weights from the graph itself as well as from several files beside it', async ({ page }) => {
  const inline = await store(page, 'inline', { shape: 'tiny-llama', form: 'q4', external: false });
  expect(inline.filter(({ path }) => path.startsWith('onnx/'))).toHaveLength(1);
  expect(await load(page, 'inline', 'q4')).toMatchObject({ type: 'load-end' });
  expect((await ask(page, HELLO)).text).toBe(SENTENCE);

  const split = await store(page, 'split', { shape: 'tiny-llama', form: 'q4', externalFileBytes: 100_000 });
  expect(split.filter(({ path }) => path.includes('.onnx_data')).length).toBeGreaterThan(2);
  expect(await load(page, 'split', 'q4')).toMatchObject({ type: 'load-end' });
  expect((await ask(page, HELLO)).text).toBe(SENTENCE);
});

test('reads a prompt in pieces where the graph gives the logits of every token, of a large vocabulary', async ({
  page,
}) => {
  // A vocabulary of that size takes long to read on a busy machine.
  test.setTimeout(SOFTWARE_GPU_TIMEOUT_MS);
  await store(page, 'wide', { shape: 'tiny-phi3', form: 'q4', change: { vocabulary: 262_144 } });
  expect(await load(page, 'wide', 'q4')).toMatchObject({ type: 'load-end' });
  const { text, last } = await ask(page, [{ role: 'user', content: 'Hello? '.repeat(12) }]);
  expect(text).toBe(SENTENCE);
  expect(tokensOf(last, 'promptTokens')).toBeGreaterThan(80);
});

test('asks no server for any of its files', async ({ page }) => {
  await store(page, 'quiet', { shape: 'tiny-llama', form: 'q8' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  expect(await load(page, 'quiet', 'q8')).toMatchObject({ type: 'load-end' });
  expect(asked.filter((path) => path.includes('quiet') || path.endsWith('.json') || path.endsWith('.onnx'))).toEqual(
    [],
  );
});

test('keeps a half-precision cache over turns, also when the chat goes another way', async ({ page }) => {
  await store(page, 'half', { shape: 'tiny-llama', form: 'q4f16' });
  expect(await load(page, 'half', 'q4f16')).toMatchObject({ type: 'load-end' });
  const first = await ask(page, HELLO);
  const followUp = [...HELLO, { role: 'assistant', content: first.text }, { role: 'user', content: 'And?' }] as const;
  const second = await ask(page, followUp);
  const other = await ask(page, [followUp[0], followUp[1], { role: 'user', content: 'Or?' }]);
  expect([second.text, other.text]).toEqual([SENTENCE, SENTENCE]);
  // What was read of the first turn, its answer included, is not read again.
  const read = tokensOf(first.last, 'promptTokens') + tokensOf(first.last, 'completionTokens');
  expect(tokensOf(second.last, 'cachedPromptTokens')).toBe(read);
  expect(tokensOf(other.last, 'cachedPromptTokens')).toBeGreaterThan(read);
});

test('fits a chat to a template that knows no system role and wants turns to alternate', async ({ page }) => {
  await store(page, 'strict', { shape: 'tiny-gemma2', form: 'q8' });
  await load(page, 'strict', 'q8');
  const { text, last } = await ask(page, [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
    { role: 'user', content: 'Hello?' },
  ]);
  expect(last).toMatchObject({ type: 'stream-end' });
  expect(text).toBe(SENTENCE);
});

test('tests itself after each load, against what it said first', async ({ page }) => {
  await store(page, 'tested', { shape: 'tiny-llama', form: 'q8' });
  expect(await load(page, 'tested', 'q8')).toMatchObject({ selfTest: { basis: 'first-load', agreement: null } });
  const again = await load(page, 'tested', 'q8');
  expect(again).toMatchObject({ type: 'load-end', selfTest: { basis: 'learnt', agreement: 1, isSecondTry: false } });
  // Of the five that it has, as many as there is time for.
  expect(again?.type === 'load-end' ? again.selfTest?.tokens : 0).toBeGreaterThanOrEqual(2);
  // Other files under the same name have another answer.
  await store(page, 'tested', { shape: 'tiny-llama', form: 'q8', text: 'Something else is said now.' });
  expect(await load(page, 'tested', 'q8')).toMatchObject({ type: 'load-end', selfTest: { basis: 'first-load' } });
});

test('Ember is tested against the answer that its files were made with', async ({ page }) => {
  const last = (await page.evaluate(() => lab.load('wasm'))).at(-1);
  expect(last).toMatchObject({ type: 'load-end', selfTest: { basis: 'pinned', isSecondTry: false } });
  expect(last?.type === 'load-end' ? last.selfTest?.agreement : 0).toBeGreaterThan(0.9);
});

test('weights that were damaged in storage are caught after two tries, and the model works when they are whole', async ({
  page,
}) => {
  const order = { shape: 'tiny-llama', form: 'q8' } as const;
  await store(page, 'damaged', order);
  expect(await load(page, 'damaged', 'q8')).toMatchObject({ type: 'load-end' });
  await harm(page, 'damaged', 'onnx/model_quantized.onnx_data', 'flip');
  const workers = await page.evaluate(() => lab.workers.length);
  expect(errorOf(await load(page, 'damaged', 'q8'))).toMatchObject({ code: 'model-garbled' });
  expect(await page.evaluate(() => lab.workers.length)).toBe(workers + 2);
  await store(page, 'damaged', order);
  expect(await load(page, 'damaged', 'q8')).toMatchObject({ type: 'load-end', selfTest: { basis: 'learnt' } });
});

test('weights that were damaged before the first load are caught by their nonsense', async ({ page }) => {
  await store(page, 'noise', { shape: 'tiny-llama', form: 'q4' });
  await harm(page, 'noise', 'onnx/model_q4.onnx_data', 'flip');
  expect(errorOf(await load(page, 'noise', 'q4'))).toMatchObject({ code: 'model-garbled' });
});

test('a model that is not there, or not whole, is missing; one cut short is damaged', async ({ page }) => {
  expect(errorOf(await load(page, 'nowhere', 'q8'))).toMatchObject({ code: 'model-missing' });
  await store(page, 'partly', { shape: 'tiny-llama', form: 'q8' });
  await harm(page, 'partly', 'onnx/model_quantized.onnx_data', 'cut');
  expect(errorOf(await load(page, 'partly', 'q8'))).toMatchObject({
    code: 'model-corrupt',
    detail: expect.stringContaining('onnx/model_quantized.onnx_data'),
  });
  await harm(page, 'partly', 'onnx/model_quantized.onnx_data', 'remove');
  expect(errorOf(await load(page, 'partly', 'q8'))).toMatchObject({ code: 'model-missing' });
});
