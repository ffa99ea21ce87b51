// web-llm's loader of shards, with its own cache. The rest of its load needs a compiled model and a GPU, so that the
// loader is called by itself; `runtime` is what the bench's build makes its bundle show (run.mjs).
import { runtime } from '@mlc-ai/web-llm';

const SCOPE = 'webllm/model';

/**
 * @param {{hub: string, dataFiles: number}} task
 * @returns {Promise<number>} milliseconds
 */
async function download({ hub, dataFiles }) {
  const { fetchTensorCache, fetchTensorCacheInternal } = runtime.Instance.prototype;
  let fetchedMs = 0;
  let count = 0;
  const startMs = performance.now();
  const instance = {
    env: { logger: () => undefined },
    fetchTensorCacheInternal,
    initProgressCallback: [
      ({ text }) => {
        if (!text.startsWith('Fetching param cache')) return;
        // What comes after the last of them is reading, not downloading.
        fetchedMs = performance.now() - startMs;
        count += 1;
      },
    ],
  };
  await fetchTensorCache.call(instance, `${hub}/bench/model/resolve/c0ffee/`, { deviceType: 1 }, { cacheScope: SCOPE });
  if (count !== dataFiles) throw new Error(`${count} of ${dataFiles} files`);
  await caches.delete(SCOPE);
  return fetchedMs;
}

self.addEventListener('message', ({ data }) => {
  void download(data).then(
    (ms) => self.postMessage({ ms }),
    (caught) => self.postMessage({ error: String(caught) }),
  );
});
