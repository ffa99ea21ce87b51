// Loads the exported files through the same library and runtime as the app, without a network.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// The library's web build chooses onnxruntime-node when it sees Node; this is the browser's path that is judged.
Object.defineProperty(process, 'release', { value: { name: 'browser' } });
const modules = path.join(createRequire(import.meta.url).resolve('onnxruntime-web'), '..');
const library = path.join(modules, '../../@huggingface/transformers/dist/transformers.web.js');
const { AutoModelForCausalLM, AutoTokenizer, env, LogitsProcessor, LogitsProcessorList } = await import(pathToFileURL(library).href);

const wasm = path.join(modules, 'ort-wasm-simd-threaded');
env.backends.onnx.wasm.wasmPaths = { mjs: pathToFileURL(`${wasm}.mjs`).href };
env.backends.onnx.wasm.wasmBinary = await readFile(`${wasm}.wasm`);
env.backends.onnx.wasm.numThreads = 1;
env.useBrowserCache = false;
env.allowLocalModels = false;
env.remoteHost = 'http://model.invalid/';
env.remotePathTemplate = '{model}/';

/** Reads the model's files from a folder instead of a server. */
function serve(folder) {
  env.fetch = async (url) => {
    const file = path.join(folder, new URL(url).pathname.replace(/^\/ember\//, ''));
    try {
      const body = await readFile(file);
      return new Response(body, { headers: { 'content-length': String(body.length) } });
    } catch {
      return new Response(null, { status: 404 });
    }
  };
}

/** @param {string} folder where tokenizer.json lies */
export function tokenizerOf(folder) {
  serve(folder);
  return AutoTokenizer.from_pretrained('ember');
}

/** @param {string} folder where config.json lies @param {'q4' | 'q8'} dtype */
export async function load(folder, dtype) {
  const tokenizer = await tokenizerOf(folder);
  const model = await AutoModelForCausalLM.from_pretrained('ember', { dtype, device: 'wasm' });
  return { tokenizer, model };
}

/** Shows the logits of each step to whoever wants them, and changes nothing. */
class Onlooker extends LogitsProcessor {
  /** @param {(logits: Float32Array) => void} see */
  constructor(see) {
    super();
    this.see = see;
  }

  _call(_ids, logits) {
    this.see(logits.data);
    return logits;
  }
}

/**
 * The greedy answer to a conversation's last message. `see` is shown the logits of each of its tokens.
 * @returns {Promise<{ids: number[], text: string, end: 'stop' | 'escalate' | 'length'}>}
 */
export async function answer({ tokenizer, model }, messages, most = 160, see = null) {
  const input = tokenizer.apply_chat_template(messages, { add_generation_prompt: true, return_dict: true });
  const output = await model.generate({ ...input, max_new_tokens: most, do_sample: false, ...onlooking(see) });
  const ids = output.tolist()[0].map(Number).slice(input.input_ids.dims[1]);
  const last = tokenizer.decode(ids.slice(-1));
  const end = { '<|end|>': 'stop', '<|escalate|>': 'escalate' }[last] ?? 'length';
  return { ids, text: tokenizer.decode(ids, { skip_special_tokens: true }), end };
}

function onlooking(see) {
  if (see === null) return {};
  const list = new LogitsProcessorList();
  list.push(new Onlooker(see));
  return { logits_processor: list };
}
