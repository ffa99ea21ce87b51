import type { ErrorInfo } from '../../src/core/errors.ts';
import type { ChatMessage, Sampling } from '../../src/core/generate-request.ts';
import { conversationId, modelId } from '../../src/core/ids.ts';
import type { Footprint } from '../../src/core/models/footprint.ts';
import type { ModelManifest } from '../../src/core/models/manifest.ts';
import type { StoredModel, TransferState } from '../../src/core/models/stored-model.ts';
import type { StreamPart } from '../../src/core/stream-part.ts';
import { createWorkerEngine } from '../../src/platform/worker-engine.ts';
import { createWorkerModelLibrary } from '../../src/platform/worker-model-library.ts';
import type { Engine, LoadPart } from '../../src/ports/engine.ts';
import type { LibraryResult } from '../../src/ports/model-library.ts';
import { STORED_FILES, STORE_ROOT, storedName } from '../../src/protocol/model-store.ts';
import { ENGINE_CONTRACT } from '../../src/testing/engine-contract.ts';
import type { Hold } from '../../src/testing/ask-engine.ts';
import { holdWorker } from './hold.ts';

export interface WebLlmAnswer {
  readonly text: string;
  readonly deltas: readonly Extract<StreamPart, { type: 'text-delta' }>[];
  readonly last: StreamPart;
}

export interface WebLlmQuestion {
  readonly messages: readonly ChatMessage[];
  readonly sampling: Sampling;
  readonly conversation: string;
  /** Stops after so many deltas. */
  readonly stopAfter?: number;
  readonly responseSchema?: string;
}

const MANIFEST: ModelManifest = {
  id: modelId('proof'),
  name: 'Proof',
  engine: 'webllm',
  files: { type: 'stored', folder: 'proof' },
  license: 'none',
  parameters: 494_032_768,
  contextWindow: 1024,
  // Qwen2-0.5B: 2 · 24 layers · 2 heads · 64 · 4 bytes
  kvBytesPerToken: 24_576,
  builds: { webgpu: { quantization: 'q4f32_1', downloadBytes: 300_000_000 } },
  escalateToken: null,
};

/** The web-llm engine on the model store, in a page of its own, driven from a test. */
export class WebLlmLab {
  #worker: Worker | null = null;
  readonly #engine: Engine = createWorkerEngine(() => {
    this.#worker = new Worker(new URL('./held-engine-worker.ts', import.meta.url), { type: 'module' });
    return this.#worker;
  });

  readonly #library = createWorkerModelLibrary(
    () => new Worker(new URL('../../src/downloads/downloads-worker.ts', import.meta.url), { type: 'module' }),
  );

  /** Downloads a repository of a hub into the store. Resolves with how that ended. */
  async download(hubUrl: string, repo: string, libraryUrl: string, packageManifest?: string): Promise<TransferState> {
    await this.#library.configure({ mirror: hubUrl, maxBytesPerSecond: null });
    const library = { path: 'model-webgpu.wasm', url: libraryUrl, bytes: null, sha256: null };
    await this.#library.download({
      manifest: MANIFEST,
      source: { repo, revision: 'main' },
      selection: { format: 'mlc', library, ...(packageManifest === undefined ? {} : { packageManifest }) },
      files: [],
    });
    return new Promise((resolve) => {
      const unsubscribe = this.#library.subscribe(
        (models: readonly StoredModel[]) => {
          const state = models.find(({ folder }) => folder === 'proof')?.state;
          if (state?.type !== 'ready' && state?.type !== 'failed') return;
          resolve(state);
          // It calls back before it has returned what ends it.
          queueMicrotask(() => unsubscribe());
        },
        (error) => resolve({ type: 'failed', error }),
      );
    });
  }

  /** Turns one byte of a stored file over, as a failing disk does. */
  async damage(folder: string, path: string, at: number): Promise<void> {
    const model = await (await storeRoot()).getDirectoryHandle(folder);
    const handle = await (await model.getDirectoryHandle(STORED_FILES)).getFileHandle(storedName(path));
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    const writable = await handle.createWritable();
    await writable.write(bytes);
    await writable.close();
  }

  /** Takes a file away behind the library's back. */
  async lose(folder: string, path: string): Promise<void> {
    const model = await (await storeRoot()).getDirectoryHandle(folder);
    await (await model.getDirectoryHandle(STORED_FILES)).removeEntry(storedName(path));
  }

  remove(folder: string): Promise<LibraryResult<number>> {
    return this.#library.remove(folder);
  }

  /** Names of the files that this origin keeps of models, and of its caches. */
  async kept(): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const [name, handle] of (await storeRoot()).entries()) if (handle.kind === 'directory') names.push(name);
    for (const name of await caches.keys()) names.push(`cache ${name}`);
    return names;
  }

  /** What web-llm itself says: has it the model, and still after it was told to delete it; or what went wrong. */
  async askCache(folder: string): Promise<readonly [boolean, boolean] | string> {
    const worker = new Worker(new URL('./webllm-cache-worker.ts', import.meta.url), { type: 'module' });
    try {
      return await new Promise((resolve, reject) => {
        worker.addEventListener('error', ({ message }) => reject(new Error(message)));
        worker.addEventListener('message', ({ data }: MessageEvent<readonly [boolean, boolean] | string>) =>
          resolve(data),
        );
        worker.postMessage(folder);
      });
    } finally {
      worker.terminate();
    }
  }

  /** The parts of the load, without the repeated progress within a stage. */
  async load(change: Partial<ModelManifest> = {}): Promise<readonly LoadPart[]> {
    const parts: LoadPart[] = [];
    for await (const part of this.#engine.load({ ...MANIFEST, ...change }, 'auto', new AbortController().signal)) {
      const before = parts.at(-1);
      if (before?.type === 'load-progress' && part.type === 'load-progress' && before.stage === part.stage) parts.pop();
      parts.push(part);
    }
    return parts;
  }

  /** What ended the load, if it failed. */
  async loadError(change: Partial<ModelManifest> = {}): Promise<ErrorInfo | null> {
    const last = (await this.load(change)).at(-1);
    return last?.type === 'load-error' ? last.error : null;
  }

  async ask({ messages, sampling, conversation, stopAfter, responseSchema }: WebLlmQuestion): Promise<WebLlmAnswer> {
    const controller = new AbortController();
    const deltas: Extract<StreamPart, { type: 'text-delta' }>[] = [];
    let last: StreamPart | null = null;
    const request = {
      conversationId: conversationId(conversation),
      messages,
      sampling,
      ...(responseSchema === undefined ? {} : { responseSchema }),
    };
    for await (const part of this.#engine.generate(request, controller.signal)) {
      last = part;
      if (part.type !== 'text-delta') continue;
      deltas.push(part);
      if (deltas.length === stopAfter) controller.abort();
    }
    if (last === null) throw new Error('the stream was empty');
    return { text: deltas.map(({ text }) => text).join(''), deltas, last };
  }

  countTokens(messages: readonly ChatMessage[]): Promise<number> {
    return this.#engine.countTokens(messages);
  }

  footprint(): Promise<Footprint> {
    return this.#engine.footprint();
  }

  unload(): Promise<void> {
    return this.#engine.unload();
  }

  /** Null when the check of the engine contract passes, else why it does not. */
  async check(name: string): Promise<string | null> {
    const check = ENGINE_CONTRACT[name];
    if (check === undefined) return 'no such check';
    const subject = {
      engine: this.#engine,
      model: MANIFEST,
      preference: 'auto',
      maxTokens: 8,
      prompt: 'Hello',
      followUp: 'Hi again',
      hold: () => this.#hold(),
    } as const;
    try {
      await check(subject);
      return null;
    } catch (caught) {
      return String(caught);
    }
  }

  #hold(): Hold {
    if (this.#worker === null) throw new Error('no worker to hold');
    return holdWorker(this.#worker);
  }
}

async function storeRoot(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(STORE_ROOT, { create: true });
}
