import asyncifyMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiMjs from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import plainMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import plainWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { HearthError, errorInfo } from '../../core/errors.ts';
import type { Backend } from '../backend/backend-plan.ts';
import type { ModelFolder } from '../model/model-folder.ts';

export type Library = typeof import('@huggingface/transformers');
export type Runtime = typeof import('onnxruntime-web/webgpu');

/**
 * A second thread never made small models faster, and on a busy machine it halved their speed, since each of the
 * many short steps then waits for both (`bench/overhead --threads 2`). One also leaves the other cores to the page.
 */
const WASM_THREADS = 1;

/** Imports transformers.js and points it at our own files: nothing is asked of another origin. */
export async function importLibrary(backend: Backend, folder: ModelFolder): Promise<Library> {
  let library: Library;
  try {
    library = await import('@huggingface/transformers');
  } catch (caught) {
    throw new HearthError(errorInfo('engine-crashed', `the runtime could not be loaded: ${String(caught)}`));
  }
  const { env } = library;
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  // A path, not an address: the library asks the local path only for what does not look remote.
  env.localModelPath = new URL('..', folder.url).pathname;
  env.fetch = folder.fetch;
  // The service worker caches; the library's own caches would keep every file twice.
  env.useBrowserCache = false;
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (wasm === undefined) throw new HearthError(errorInfo('engine-crashed', 'the runtime has no WASM backend'));
  wasm.wasmPaths = runtimeFiles(backend);
  wasm.numThreads = WASM_THREADS;
  return library;
}

/** The WebGPU builds lack CPU kernels that int8 models need, so WASM has its own. */
function runtimeFiles(backend: Backend): { readonly mjs: string; readonly wasm: string } {
  const [mjs, wasm] =
    backend === 'wasm'
      ? [plainMjs, plainWasm]
      : 'Suspending' in WebAssembly
        ? [jspiMjs, jspiWasm]
        : [asyncifyMjs, asyncifyWasm];
  return { mjs: absolute(mjs), wasm: absolute(wasm) };
}

function absolute(url: string): string {
  return new URL(url, self.location.href).href;
}
