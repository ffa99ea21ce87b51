import { wrap } from 'comlink';
import { conversationId, modelId } from '../../src/core/ids.ts';
import type { Quantization } from '../../src/core/models/manifest.ts';
import { createWorkerEngine } from '../../src/platform/worker-engine.ts';
import { STORED_FILES, STORED_LIST, STORE_ROOT, storedName } from '../../src/protocol/model-store.ts';
import type { BareLoader } from './bare-loader.ts';

export interface LoadBenchOrder {
  /** Folder under `/models/` of the server, and in the store. */
  readonly folder: string;
  readonly backend: 'webgpu' | 'wasm';
  readonly form: Quantization;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  /** End when the weights are in memory, without a token. */
  readonly weightsOnly: boolean;
}

/** Milliseconds from the order. */
export interface LoadTimes {
  readonly weightsMs: number;
  /** Up to the first token of an answer; null for weights only. */
  readonly firstTokenMs: number | null;
}

const PROMPT = 'Hello';

/** Puts the model into the store as a download leaves it. */
async function fillStore({ folder, files }: LoadBenchOrder): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const all = await root.getDirectoryHandle(STORE_ROOT, { create: true });
  const model = await all.getDirectoryHandle(folder, { create: true });
  const directory = await model.getDirectoryHandle(STORED_FILES, { create: true });
  const write = async (into: FileSystemDirectoryHandle, name: string, response: Response) => {
    const file = await into.getFileHandle(name, { create: true });
    if (response.body === null || !response.ok) throw new Error(`${name}: ${response.status}`);
    await response.body.pipeTo(await file.createWritable());
  };
  for (const { path } of files) await write(directory, storedName(path), await fetch(`/models/${folder}/${path}`));
  await write(model, STORED_LIST, new Response(JSON.stringify({ version: 1, files })));
}

async function loadStored({ folder, backend, form, weightsOnly }: LoadBenchOrder): Promise<LoadTimes> {
  const engine = createWorkerEngine(
    () => new Worker(new URL('../../src/engine/engine-worker.ts', import.meta.url), { type: 'module' }),
  );
  const startMs = performance.now();
  let weightsMs: number | null = null;
  const model = {
    id: modelId(folder),
    name: folder,
    engine: 'transformers',
    files: { type: 'stored', folder },
    license: 'none',
    parameters: 1,
    contextWindow: 512,
    kvBytesPerToken: 1,
    builds: { [backend]: { quantization: form, downloadBytes: 1 } },
    escalateToken: null,
  } as const;
  for await (const part of engine.load(model, backend, new AbortController().signal)) {
    if (part.type === 'load-error') throw new Error(JSON.stringify(part.error));
    if (part.type !== 'load-progress' || part.stage !== 'warm-up') continue;
    weightsMs ??= performance.now() - startMs;
    // What goes on after this is not waited for: the browser is closed.
    if (weightsOnly) return { weightsMs, firstTokenMs: null };
  }
  const request = {
    conversationId: conversationId('bench'),
    messages: [{ role: 'user', content: PROMPT }] as const,
    sampling: { temperature: 0, topP: 1, maxTokens: 1 },
  };
  for await (const part of engine.generate(request, new AbortController().signal)) {
    if (part.type === 'stream-error') throw new Error(JSON.stringify(part.error));
  }
  return { weightsMs: weightsMs ?? Number.NaN, firstTokenMs: performance.now() - startMs };
}

/** The first call fills the library's own cache. */
async function loadBare({ folder, backend, form, weightsOnly }: LoadBenchOrder): Promise<LoadTimes> {
  const askedMs = performance.timeOrigin + performance.now();
  const worker = new Worker(new URL('./bare-loader.ts', import.meta.url), { type: 'module' });
  return wrap<BareLoader>(worker).load(folder, backend, form, weightsOnly ? null : PROMPT, askedMs);
}

Object.assign(globalThis, { fillStore, loadStored, loadBare });
