import type { DownloadOrder, StoredModel } from '../../src/core/models/stored-model.ts';
import { createWorkerModelLibrary } from '../../src/platform/worker-model-library.ts';

let models: readonly StoredModel[] = [];
const waiting = new Set<() => void>();
const library = createWorkerModelLibrary(
  () => new Worker(new URL('../../src/downloads/downloads-worker.ts', import.meta.url), { type: 'module' }),
);

const bench = {
  /** Resolves with the bytes that an earlier browser has left, before anything goes on. */
  async open(mirror: string): Promise<number> {
    const [first] = await new Promise<readonly StoredModel[]>((resolve) => {
      library.subscribe((next) => {
        models = next;
        resolve(next);
        for (const wake of waiting) wake();
      });
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
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        const state = models.find((model) => model.folder === folder)?.state;
        if (state?.type === 'ready') resolve();
        else if (state?.type === 'failed') reject(new Error(JSON.stringify(state.error)));
        else return;
        waiting.delete(look);
      };
      waiting.add(look);
      look();
    });
    return performance.now() - startMs;
  },

  remove: (folder: string) => library.remove(folder),

  /** Milliseconds. */
  bare: (urls: readonly string[]) =>
    new Promise<number>((resolve) => {
      const worker = new Worker(new URL('./bare-worker.mjs', import.meta.url), { type: 'module' });
      worker.addEventListener('message', ({ data }: MessageEvent<number>) => {
        worker.terminate();
        resolve(data);
      });
      worker.postMessage(urls);
    }),
};

Object.assign(globalThis, { bench });
