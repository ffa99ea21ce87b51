import { wrap } from 'comlink';
import { conversationId, modelId } from '../../src/core/ids.ts';
import type { EngineKind, Quantization } from '../../src/core/models/manifest.ts';
import { createWorkerEngine } from '../../src/platform/worker-engine.ts';
import { STORED_FILES, STORED_LIST, STORE_ROOT, storedName } from '../../src/protocol/model-store.ts';
import type { BareLoader } from './bare-loader.ts';
import type { BareWebLlm } from './bare-web-llm.ts';

export interface LoadBenchOrder {
  readonly engine: EngineKind;
  /** Name in the store. */
  readonly folder: string;
  /** Where the server has it: a path with a slash at its end. */
  readonly path: string;
  readonly backend: 'webgpu' | 'wasm';
  readonly form: Quantization;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  /** End when the weights are in memory, without a token. */
  readonly weightsOnly: boolean;
}

/** Milliseconds from the order. */
export interface LoadTimes {
  readonly weightsMs: number;
  /** A question can be asked. Null for weights only. */
  readonly readyMs: number | null;
  /** The self-test is passed, which an answer waits for; null where there is none. */
  readonly testedMs: number | null;
  /** Up to the first token of an answer; null for weights only. */
  readonly firstTokenMs: number | null;
}

const PROMPT = 'Hello';
const CONTEXT_WINDOW = 512;

/** Puts the model into the store as a download leaves it. */
async function fillStore({ folder, path: base, files }: LoadBenchOrder): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const all = await root.getDirectoryHandle(STORE_ROOT, { create: true });
  const model = await all.getDirectoryHandle(folder, { create: true });
  const directory = await model.getDirectoryHandle(STORED_FILES, { create: true });
  const write = async (into: FileSystemDirectoryHandle, name: string, response: Response) => {
    const file = await into.getFileHandle(name, { create: true });
    if (response.body === null || !response.ok) throw new Error(`${name}: ${response.status}`);
    await response.body.pipeTo(await file.createWritable());
  };
  for (const { path } of files) await write(directory, storedName(path), await fetch(base + path));
  await write(model, STORED_LIST, new Response(JSON.stringify({ version: 1, files })));
}

async function loadStored({ engine: kind, folder, backend, form, weightsOnly }: LoadBenchOrder): Promise<LoadTimes> {
  const engine = createWorkerEngine(
    () => new Worker(new URL('../../src/engine/engine-worker.ts', import.meta.url), { type: 'module' }),
  );
  const startMs = performance.now();
  let weightsMs: number | null = null;
  let readyMs: number | null = null;
  const model = {
    id: modelId(folder),
    name: folder,
    engine: kind,
    files: { type: 'stored', folder },
    license: 'none',
    parameters: 1,
    contextWindow: CONTEXT_WINDOW,
    kvBytesPerToken: 1,
    builds: { [backend]: { quantization: form, downloadBytes: 1 } },
    escalateToken: null,
  } as const;
  for await (const part of engine.load(model, backend, new AbortController().signal)) {
    if (part.type === 'load-error') throw new Error(JSON.stringify(part.error));
    if (part.type === 'load-usable') readyMs = performance.now() - startMs;
    if (part.type !== 'load-progress' || part.stage !== 'warm-up') continue;
    weightsMs ??= performance.now() - startMs;
    // What goes on after this is not waited for: the browser is closed.
    if (weightsOnly) return { weightsMs, readyMs: null, testedMs: null, firstTokenMs: null };
  }
  const testedMs = performance.now() - startMs;
  const request = {
    conversationId: conversationId('bench'),
    messages: [{ role: 'user', content: PROMPT }] as const,
    sampling: { temperature: 0, topP: 1, maxTokens: 1 },
  };
  for await (const part of engine.generate(request, new AbortController().signal)) {
    if (part.type === 'stream-error') throw new Error(JSON.stringify(part.error));
  }
  return { weightsMs: weightsMs ?? Number.NaN, readyMs, testedMs, firstTokenMs: performance.now() - startMs };
}

/** The first call fills the library's own cache. */
async function loadBare({
  engine,
  folder,
  path,
  files,
  backend,
  form,
  weightsOnly,
}: LoadBenchOrder): Promise<LoadTimes> {
  const askedMs = performance.timeOrigin + performance.now();
  const prompt = weightsOnly ? null : PROMPT;
  if (engine === 'transformers') {
    const worker = new Worker(new URL('./bare-loader.ts', import.meta.url), { type: 'module' });
    return wrap<BareLoader>(worker).load(folder, backend, form, prompt, askedMs);
  }
  const library = files.find((file) => file.path.endsWith('.wasm'))?.path ?? '';
  const model = new URL(path, location.href);
  const worker = new Worker(new URL('./bare-web-llm.ts', import.meta.url), { type: 'module' });
  return wrap<BareWebLlm>(worker).load(model.href, new URL(library, model).href, CONTEXT_WINDOW, prompt, askedMs);
}

Object.assign(globalThis, { fillStore, loadStored, loadBare });
