import type { DownloadOrder, StoredModel } from '../../src/core/models/stored-model.ts';
import { createWorkerModelLibrary } from '../../src/platform/worker-model-library.ts';
import { STORED_FILES, STORE_ROOT } from '../../src/protocol/model-store.ts';

let models: readonly StoredModel[] = [];
const waiting = new Set<() => void>();
const library = createWorkerModelLibrary(
  () => new Worker(new URL('../../src/downloads/downloads-worker.ts', import.meta.url), { type: 'module' }),
);

/** Resolves at the next change that makes it true; rejects when it throws. */
function until(isTrue: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      try {
        if (!isTrue()) return;
        resolve();
      } catch (caught) {
        reject(caught);
      }
      waiting.delete(look);
    };
    waiting.add(look);
    look();
  });
}

type Answer = { readonly ms: number } | { readonly error: string };

/** Milliseconds that a worker says it took for its task. */
export function run(worker: Worker, task: unknown): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      worker.terminate();
      if ('ms' in data) resolve(data.ms);
      else reject(new Error(data.error));
    });
    worker.postMessage(task);
  });
}

export const bench = {
  /** Resolves with the bytes that an earlier browser has left, before anything goes on. */
  async open(mirror: string): Promise<number> {
    const [first] = await new Promise<readonly StoredModel[]>((resolve, reject) => {
      library.subscribe((next) => {
        models = next;
        resolve(next);
        for (const wake of waiting) wake();
      }, reject);
    });
    await library.configure({ mirror, maxBytesPerSecond: null });
    return first?.storedBytes ?? 0;
  },

  /** Milliseconds from the order to a model that is checked. Goes on with one that is there. */
  async ours(order: DownloadOrder): Promise<number> {
    const startMs = performance.now();
    await library.download(order);
    const { files } = order.manifest;
    const folder = files.type === 'stored' ? files.folder : '';
    await until(() => {
      const state = models.find((model) => model.folder === folder)?.state;
      if (state?.type === 'failed') throw new Error(JSON.stringify(state.error));
      return state?.type === 'ready';
    });
    return performance.now() - startMs;
  },

  /** Resolves when it is gone from what is shown, too: the next download must not take the old state for its own. */
  async remove(folder: string): Promise<void> {
    await library.remove(folder);
    await until(() => models.every((model) => model.folder !== folder));
  },

  /** SHA-256 of each stored file, as read back, by its path. */
  async hashes(folder: string): Promise<Readonly<Record<string, string>>> {
    let store = await navigator.storage.getDirectory();
    for (const name of [STORE_ROOT, folder, STORED_FILES]) store = await store.getDirectoryHandle(name);
    const found: Record<string, string> = {};
    for await (const [name, handle] of store.entries()) {
      if (!(handle instanceof FileSystemFileHandle)) continue;
      const hash = await crypto.subtle.digest('SHA-256', await (await handle.getFile()).arrayBuffer());
      found[name] = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    return found;
  },

  /** Milliseconds. */
  bare: (urls: readonly string[]) =>
    run(new Worker(new URL('./bare-worker.mjs', import.meta.url), { type: 'module' }), urls),
};

Object.assign(globalThis, { bench });
