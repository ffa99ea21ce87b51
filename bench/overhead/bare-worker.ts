import { AutoModelForCausalLM, AutoTokenizer, StoppingCriteria, env } from '@huggingface/transformers';
import type { PreTrainedModel, PreTrainedTokenizer } from '@huggingface/transformers';
import { expose } from 'comlink';
import jspiMjs from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import plainMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import plainWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

/** Called once a token: the cheapest place to take the time. */
class TokenClock extends StoppingCriteria {
  readonly timesMs: number[] = [];
  override _call(ids: number[][]): boolean[] {
    this.timesMs.push(performance.now());
    return ids.map(() => false);
  }
}

/** transformers.js as its documentation uses it, and nothing else. */
class Bare {
  #tokenizer: PreTrainedTokenizer | null = null;
  #model: PreTrainedModel | null = null;

  async load(backend: 'webgpu' | 'wasm', dtype: 'q4' | 'q8', folder: string, threads: number): Promise<void> {
    const { wasm } = env.backends.onnx;
    if (wasm === undefined) throw new Error('no WASM backend');
    const [mjs, binary] = backend === 'wasm' ? [plainMjs, plainWasm] : [jspiMjs, jspiWasm];
    wasm.wasmPaths = { mjs: new URL(mjs, location.href).href, wasm: new URL(binary, location.href).href };
    wasm.numThreads = threads;
    Object.assign(env, {
      allowRemoteModels: false,
      allowLocalModels: true,
      localModelPath: '/models/',
      useBrowserCache: false,
      useWasmCache: false,
    });
    this.#tokenizer = await AutoTokenizer.from_pretrained(folder);
    this.#model = await AutoModelForCausalLM.from_pretrained(folder, { device: backend, dtype });
  }

  /** Tokens per second from the first token to the last. */
  async decodeRate(prompt: string, tokens: number): Promise<number> {
    if (this.#tokenizer === null || this.#model === null) throw new Error('not loaded');
    const text = this.#tokenizer.apply_chat_template([{ role: 'user', content: prompt }], {
      add_generation_prompt: true,
      tokenize: false,
    });
    const clock = new TokenClock();
    const inputs = this.#tokenizer(text, { add_special_tokens: false });
    const options = { max_new_tokens: tokens, do_sample: false, stopping_criteria: [clock] };
    await this.#model.generate(Object.assign(options, inputs));
    const { timesMs } = clock;
    if (timesMs.length !== tokens) throw new Error(`${timesMs.length} tokens instead of ${tokens}`);
    return ((tokens - 1) * 1000) / ((timesMs.at(-1) ?? 0) - (timesMs.at(0) ?? 0));
  }
}

export type BareWorker = Bare;
expose(new Bare());
