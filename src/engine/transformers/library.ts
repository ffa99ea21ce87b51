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

export interface StartingLibrary {
  readonly library: Library;
  readonly runtime: Runtime;
  /** Resolves when the runtime can be used: with what went wrong, or null. */
  readonly starting: Promise<Error | null>;
}

/** Has the code fetched and compiled while it is not yet known which backend will run it. */
export function fetchLibrary(): void {
  // What goes wrong is told when it is imported.
  Promise.all([import('onnxruntime-web/webgpu'), import('@huggingface/transformers')]).catch(() => undefined);
}

/**
 * Imports transformers.js and its runtime, and points them at our own files: nothing is asked of another origin. The
 * runtime starts meanwhile.
 */
export async function importLibrary(backend: Backend, folder: ModelFolder): Promise<StartingLibrary> {
  let library: Library;
  let runtime: Runtime;
  let starting: Promise<Error | null>;
  try {
    runtime = await import('onnxruntime-web/webgpu');
    runtime.env.wasm.wasmPaths = runtimeFiles(backend);
    runtime.env.wasm.numThreads = WASM_THREADS;
    starting = startRuntime(runtime);
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
  return { library, runtime, starting };
}

/**
 * Has the runtime fetch and compile its WASM while the rest is imported and the tokenizer is made. It does so at
 * the first session and offers no other way to ask for it, so it is asked for one without a model: that this is none it
 * finds after it has started. Resolves with what else went wrong, or null.
 */
async function startRuntime({ InferenceSession }: Runtime): Promise<Error | null> {
  try {
    await InferenceSession.create(new Uint8Array(0), { executionProviders: ['wasm'] });
    return null;
  } catch (caught) {
    const error = caught instanceof Error ? caught : new Error(String(caught));
    return error.message.includes("Can't create a session") ? null : error;
  }
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
