// Models in MLC's format for a compiled web-llm library, with the parameters that the library itself names. Weights are
// seeded random numbers, or such that the greedy answer to any prompt is a chosen sentence.
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CHAT_FORMATS } from './chat-formats.mjs';
import { makeTokenizer } from './tokenizer.mjs';

const SHARD_BYTES = 32 << 20;
const CHUNK_WORDS = 1 << 18;
const BYTES_OF = { float32: 4, uint32: 4, float16: 2 };
/** Int4 in groups of 32 means (level − 7) · scale. */
const ZERO_LEVEL = 7;
const SCALE = 0.004;

const FORMAT_OF = { qwen2: 'chatml', phi3: 'phi3', gemma: 'gemma', gemma2: 'gemma', llama: 'llama3' };
/** How web-llm is told to write a conversation; the markers are those of the chat format. */
const CONVERSATION = {
  chatml: {
    roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant', tool: '<|im_start|>user' },
    system: '<|im_start|>system\n{system_message}<|im_end|>\n',
    separator: '<|im_end|>\n',
    afterRole: '\n',
  },
  phi3: {
    roles: { user: '<|user|>', assistant: '<|assistant|>', tool: '<|user|>' },
    system: '<|system|>\n{system_message}<|end|>\n',
    separator: '<|end|>\n',
    afterRole: '\n',
  },
  gemma: {
    roles: { user: '<start_of_turn>user', assistant: '<start_of_turn>model', tool: '<start_of_turn>user' },
    system: '{system_message}',
    separator: '<end_of_turn>\n',
    afterRole: '\n',
    prefix: '<bos>',
  },
  llama3: {
    roles: {
      user: '<|start_header_id|>user',
      assistant: '<|start_header_id|>assistant',
      tool: '<|start_header_id|>ipython',
    },
    system: '<|start_header_id|>system<|end_header_id|>\n\n{system_message}<|eot_id|>',
    separator: '<|eot_id|>',
    afterRole: '<|end_header_id|>\n\n',
    prefix: '<|begin_of_text|>',
  },
};

/**
 * Writes the model next to a copy of the library, tensor by tensor. `text`: words that differ from each other.
 *
 * @param {{library: string, folder: string, text?: string, seed?: number}} options
 * @returns {readonly {path: string, bytes: number}[]}
 */
export function writeMlcModel({ library, folder, text = '', seed = 1 }) {
  const compiled = readFileSync(library);
  const metadata = metadataOf(compiled);
  const format = FORMAT_OF[metadata.model_type];
  if (format === undefined) throw new Error(`no chat format for ${metadata.model_type}`);
  const embedding = metadata.params.find(({ name }) => name.endsWith('embed_tokens.q_weight'));
  if (embedding === undefined) throw new Error('the library has no int4 embedding');
  const vocabulary = typeof embedding.shape[0] === 'number' ? embedding.shape[0] : 32_064;
  const params = metadata.params.map((param) => {
    const shape = param.shape.map((length) => (typeof length === 'number' ? length : vocabulary));
    return { ...param, shape, bytes: shape.reduce((product, length) => product * length, BYTES_OF[param.dtype]) };
  });
  const made = makeTokenizer({
    vocabulary,
    format: CHAT_FORMATS[format],
    text,
    contextWindow: metadata.context_window_size,
  });
  const weights = new Weights(params, embedding.name, made.chain, seed);

  mkdirSync(folder, { recursive: true });
  const files = [];
  const put = (path, content) => {
    writeFileSync(join(folder, path), content);
    files.push({ path, bytes: Buffer.byteLength(content) });
  };
  const records = writeShards(folder, params, weights);
  for (const { dataPath, nbytes } of records) files.push({ path: dataPath, bytes: nbytes });
  const list = { metadata: { ParamSize: params.length, ParamBytes: sumOf(params), BitsPerParam: 5 }, records };
  put('tensor-cache.json', JSON.stringify(list));
  put('ndarray-cache.json', JSON.stringify(list));
  put('mlc-chat-config.json', JSON.stringify(chatConfig(metadata, vocabulary, format, made)));
  put('tokenizer.json', JSON.stringify(made.tokenizer));
  put('model-webgpu.wasm', compiled);
  return files;
}

/** A JSON object that stands as it is among the library's constants. */
function metadataOf(compiled) {
  const text = compiled.toString('latin1');
  const start = text.indexOf('{"model_type"');
  if (start < 0) throw new Error('the library tells nothing of its parameters');
  let depth = 0;
  for (const { 0: token, index } of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
    if (depth === 0) return JSON.parse(text.slice(start, start + index + 1));
  }
  throw new Error('the library breaks off');
}

/** The values of each tensor, and the few rows that make the model say a sentence. */
class Weights {
  #random;
  #seed;
  #chain;
  #embedding;
  #patterns = new Map();

  constructor(params, embeddingName, chain, seed) {
    this.#seed = seed;
    this.#chain = chain.slice(1).map((to, index) => ({ from: chain[index], to }));
    this.#embedding = embeddingName;
    this.last = lastTensors(params);
    this.#random = new Uint32Array(CHUNK_WORDS);
    const next = words(seed);
    for (let at = 0; at < CHUNK_WORDS; at++) this.#random[at] = next();
  }

  /** One tensor, whole: the largest is an embedding of some hundred megabytes. */
  fill(param) {
    const { name, dtype, bytes } = param;
    if (dtype === 'float16') throw new Error(`${name}: half precision is not written`);
    if (dtype === 'uint32') return this.#patched(param, this.#levels(bytes / 4, name));
    const values = new Float32Array(bytes / 4);
    if (name.endsWith('.q_scale')) values.fill(this.#scaleOf(name));
    else if (/norm[^.]*\.weight$/.test(name)) values.fill(1);
    else if (!name.endsWith('bias')) throw new Error(`${name}: of no known kind`);
    return this.#patched(param, values);
  }

  /** A sentence asks that what a token's embedding says is not drowned by the layers. */
  #scaleOf(name) {
    return this.#chain.length > 0 && /(?:o_proj|down_proj)\./.test(name) ? SCALE * 1e-6 : SCALE;
  }

  #levels(count, name) {
    const values = new Uint32Array(count);
    const next = words(this.#seed ^ hash(name));
    for (let at = 0; at < count;) {
      const from = (next() >>> 0) % (CHUNK_WORDS / 2);
      const length = Math.min(CHUNK_WORDS / 2, count - at);
      values.set(this.#random.subarray(from, from + length), at);
      at += length;
    }
    return values;
  }

  /** The tokens of the sentence, each told apart from all others, and who follows whom. */
  #patched(param, values) {
    if (this.#chain.length === 0) return values;
    const columns = param.shape[1];
    const { head, gateUp, down } = this.last;
    if (param.name === this.#embedding) {
      const ids = new Set(this.#chain.flatMap(({ from, to }) => [from, to]));
      for (const id of ids) {
        const next = words(this.#seed ^ Math.imul(id + 1, 0x9e3779b1));
        const row = values.subarray(id * columns, (id + 1) * columns);
        for (let at = 0; at < columns; at++) row[at] = next();
        this.#patterns.set(id, row.slice());
      }
    }
    // With a head of its own: the row of each token looks like the embedding of the one before it.
    if (param.name === head) for (const { from, to } of this.#chain) values.set(this.#patterns.get(from), to * columns);
    if (head !== null) return values;
    // Else an associative memory in the last layer: neuron i knows `from` and calls `to`.
    const inner = gateUp.rows / 2;
    if (param.name === `${gateUp.name}.q_weight`)
      this.#chain.forEach(({ from }, neuron) => {
        values.set(this.#patterns.get(from), neuron * columns);
        values.set(this.#patterns.get(from), (inner + neuron) * columns);
      });
    if (param.name === `${gateUp.name}.q_scale`) {
      values.fill(0);
      this.#chain.forEach((_, neuron) => {
        values.fill(SCALE * 5, neuron * columns, (neuron + 1) * columns);
        values.fill(SCALE * 5, (inner + neuron) * columns, (inner + neuron + 1) * columns);
      });
    }
    const groups = Math.ceil(this.#chain.length / 32);
    const rows = param.shape[0];
    if (param.name === `${down.name}.q_scale`) {
      values.fill(0);
      for (let row = 0; row < rows; row++) values.fill(SCALE, row * columns, row * columns + groups);
    }
    if (param.name === `${down.name}.q_weight`)
      for (let row = 0; row < rows; row++) {
        values.fill(0x11111111 * ZERO_LEVEL, row * columns, row * columns + groups * 4);
        this.#chain.forEach(({ to }, neuron) => {
          const level = (this.#patterns.get(to)[row >> 3] >>> ((row & 7) * 4)) & 15;
          const at = row * columns + (neuron >> 3);
          const shift = (neuron & 7) * 4;
          values[at] = (values[at] & ~(15 << shift)) | (level << shift);
        });
      }
    return values;
  }
}

function lastTensors(params) {
  const last = (pattern) => params.findLast(({ name }) => pattern.test(name));
  const gateUp = last(/gate_up_proj\.q_weight$/);
  const bare = ({ name }) => name.replace(/\.q_weight$/, '');
  return {
    head: last(/^lm_head\.q_weight$/)?.name ?? null,
    gateUp: { name: bare(gateUp), rows: gateUp.shape[0] },
    down: { name: bare(last(/down_proj\.q_weight$/)) },
  };
}

/** Tensors in the library's order, so that the embedding's patterns are known before they are needed. */
function writeShards(folder, params, weights) {
  const records = [];
  let shard = null;
  const close = () => {
    if (shard === null) return;
    closeSync(shard.file);
    records.push({ dataPath: shard.path, format: 'raw-shard', nbytes: shard.bytes, records: shard.records });
    shard = null;
  };
  for (const param of params) {
    if (shard !== null && shard.bytes + param.bytes > SHARD_BYTES) close();
    if (shard === null) {
      const path = `params_shard_${records.length}.bin`;
      shard = { path, file: openSync(join(folder, path), 'w'), bytes: 0, records: [] };
    }
    const values = weights.fill(param);
    const data = new Uint8Array(values.buffer, values.byteOffset, param.bytes);
    for (let at = 0; at < data.length;) at += writeSync(shard.file, data, at);
    const { name, shape, dtype, bytes } = param;
    shard.records.push({ name, shape, dtype, format: 'raw', nbytes: bytes, byteOffset: shard.bytes });
    shard.bytes += bytes;
  }
  close();
  return records;
}

function chatConfig(metadata, vocabulary, format, { tokenizer, beginId, endIds }) {
  const { roles, system, separator, afterRole, prefix } = CONVERSATION[format];
  const idOf = Object.fromEntries(tokenizer.added_tokens.map(({ content, id }) => [content, id]));
  return {
    version: '0.1.0',
    model_type: metadata.model_type,
    quantization: metadata.quantization,
    model_config: {},
    vocab_size: vocabulary,
    context_window_size: metadata.context_window_size,
    sliding_window_size: -1,
    prefill_chunk_size: metadata.prefill_chunk_size,
    attention_sink_size: -1,
    tensor_parallel_shards: 1,
    temperature: 0.7,
    top_p: 0.95,
    presence_penalty: 0,
    frequency_penalty: 0,
    repetition_penalty: 1,
    tokenizer_files: ['tokenizer.json'],
    tokenizer_info: {
      token_postproc_method: 'byte_level',
      prepend_space_in_encode: false,
      strip_space_in_decode: false,
    },
    conv_template: {
      name: format,
      // Nothing to say: a prompt is one token a byte, and each takes its time in software.
      system_template: system,
      system_message: '',
      system_prefix_token_ids: prefix === undefined ? null : [idOf[prefix]],
      add_role_after_system_message: true,
      roles,
      role_templates: { user: '{user_message}', assistant: '{assistant_message}', tool: '{tool_message}' },
      messages: [],
      seps: [separator],
      role_content_sep: afterRole,
      role_empty_sep: afterRole,
      stop_str: [],
      stop_token_ids: endIds,
      function_string: '',
      use_function_calling: false,
    },
    pad_token_id: beginId,
    bos_token_id: beginId,
    eos_token_id: endIds[0],
  };
}

/** Words of eight int4 levels with the mean of nought: a level 15 becomes 7. */
function words(seed) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const top = state & (state >>> 1) & (state >>> 2) & (state >>> 3) & 0x11111111;
    return state & ~(top << 3);
  };
}

function hash(name) {
  let state = 2166136261;
  for (let at = 0; at < name.length; at++) state = Math.imul(state ^ name.charCodeAt(at), 16777619);
  return state;
}

function sumOf(params) {
  return params.reduce((sum, { bytes }) => sum + bytes, 0);
}
