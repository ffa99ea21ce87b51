import { AutoModelForCausalLM, env } from '@huggingface/transformers';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

interface Task {
  readonly hub: string;
  readonly dataFiles: number;
}

const CACHE = 'transformers-cache';

/** When the last file was in the cache: what comes after it is no download any more. */
let storedMs = 0;
const cacheKeys = new Set<string>();

/** The library's cache is the browser's own; this one only looks at the clock. */
const watched = {
  match: async (key: string) => (await caches.open(CACHE)).match(key),
  async put(key: string, response: Response) {
    await (await caches.open(CACHE)).put(key, response);
    storedMs = performance.now();
    cacheKeys.add(key);
  },
};

/** As its documentation says, with its own cache. What it fetches is no model, which it finds out when all is there. */
async function download({ hub, dataFiles }: Task): Promise<number> {
  Object.assign(env, { allowLocalModels: false, remoteHost: hub, useCustomCache: true, customCache: watched });
  if (env.backends.onnx.wasm !== undefined)
    env.backends.onnx.wasm.wasmPaths = {
      mjs: new URL(mjs, location.href).href,
      wasm: new URL(wasm, location.href).href,
    };
  const startMs = performance.now();
  const loading = AutoModelForCausalLM.from_pretrained('bench/model', {
    device: 'wasm',
    dtype: 'q8',
    revision: 'c0ffee',
    use_external_data_format: dataFiles,
  });
  const failure = await loading.then(
    () => 'none',
    (caught: unknown) => String(caught),
  );
  const stored = [...cacheKeys].filter((key) => key.includes('.onnx_data')).length;
  if (stored !== dataFiles) throw new Error(`${stored} of ${dataFiles} files: ${failure}`);
  await caches.delete(CACHE);
  return storedMs - startMs;
}

self.addEventListener('message', ({ data }: MessageEvent<Task>) => {
  void download(data).then(
    (ms) => self.postMessage({ ms }),
    (caught: unknown) => self.postMessage({ error: String(caught) }),
  );
});
