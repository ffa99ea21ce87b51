import { AutoModelForCausalLM, AutoTokenizer, env } from '@huggingface/transformers';
import { expose } from 'comlink';
import jspiMjs from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import plainMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import plainWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { Quantization } from '../../src/core/models/manifest.ts';
import type { LoadTimes } from './page.ts';

/** transformers.js as its documentation uses it, with its own cache. */
class Bare {
  async load(
    folder: string,
    backend: 'webgpu' | 'wasm',
    form: Quantization,
    prompt: string | null,
    /** When the page asked for the worker, in milliseconds since the epoch: both clocks start there. */
    askedMs: number,
  ): Promise<LoadTimes> {
    if (form !== 'q4' && form !== 'q4f16' && form !== 'q8') throw new Error(`${form} is not an ONNX build`);
    const { wasm } = env.backends.onnx;
    if (wasm === undefined) throw new Error('no WASM backend');
    const [mjs, binary] = backend === 'wasm' ? [plainMjs, plainWasm] : [jspiMjs, jspiWasm];
    wasm.wasmPaths = { mjs: new URL(mjs, location.href).href, wasm: new URL(binary, location.href).href };
    wasm.numThreads = 1;
    Object.assign(env, { allowRemoteModels: false, allowLocalModels: true, localModelPath: '/models/' });
    const tokenizer = await AutoTokenizer.from_pretrained(folder);
    const model = await AutoModelForCausalLM.from_pretrained(folder, { device: backend, dtype: form });
    const weightsMs = nowMs() - askedMs;
    if (prompt === null) return { weightsMs, readyMs: null, testedMs: null, firstTokenMs: null };
    const text = tokenizer.apply_chat_template([{ role: 'user', content: prompt }], {
      add_generation_prompt: true,
      tokenize: false,
    });
    const inputs = tokenizer(text, { add_special_tokens: false });
    await model.generate(Object.assign({ max_new_tokens: 1, do_sample: false }, inputs));
    return { weightsMs, readyMs: weightsMs, testedMs: null, firstTokenMs: nowMs() - askedMs };
  }
}

const nowMs = () => performance.timeOrigin + performance.now();

export type BareLoader = Bare;
expose(new Bare());
