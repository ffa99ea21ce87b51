// Writes a model as transformers.js expects it: JSON files, `onnx/<graph>.onnx`, external data beside it.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CHAT_FORMATS } from './chat-formats.mjs';
import { decoderGraph } from './decoder-graph.mjs';
import { shapeOf } from './shapes.mjs';
import { makeTokenizer } from './tokenizer.mjs';

const SUFFIX = { q4: '_q4', q4f16: '_q4f16', q8: '_quantized' };
/** Smaller tensors stay in the graph. */
const EXTERNAL_FROM_BYTES = 1024;
const ALIGNMENT = 4096;
/** Under 2 GiB, as the files on the hub are split. */
const EXTERNAL_FILE_BYTES = 1_900_000_000;

/**
 * Writes the model into `folder`, which is emptied first, and returns its files as `{ path, bytes, sha256 }`.
 * `text`: what it says to any prompt, in words that differ from each other; empty for plain random weights.
 */
export function writeOnnxModel({
  folder,
  shape: name,
  form = 'q4',
  text = 'It is a model made of noise.',
  seed = 1,
  external = true,
  externalFileBytes = EXTERNAL_FILE_BYTES,
  change = {},
}) {
  const shape = shapeOf(name, change);
  const { chain, tokenizer, config, beginId, endIds } = makeTokenizer({
    vocabulary: shape.vocabulary,
    format: CHAT_FORMATS[shape.chat],
    text,
    contextWindow: shape.context,
  });
  const graph = decoderGraph(shape, form, seed, chain);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'onnx'), { recursive: true });

  const graphName = `model${SUFFIX[form]}.onnx`;
  const files = [];
  const places = external ? writeExternalData(folder, graphName, graph.tensors, externalFileBytes, files) : new Map();
  const count = files.length;
  const write = (path, content) => {
    const bytes = typeof content === 'object' && !Buffer.isBuffer(content) ? JSON.stringify(content, null, 1) : content;
    writeFileSync(join(folder, path), bytes);
    files.push({ path, bytes: Buffer.byteLength(bytes), sha256: createHash('sha256').update(bytes).digest('hex') });
  };
  write(
    `onnx/${graphName}`,
    graph.encode((tensor) => places.get(tensor.name) ?? null),
  );
  write('config.json', modelConfig(shape, beginId, endIds, count === 0 ? false : { [graphName]: count }));
  write('generation_config.json', { bos_token_id: beginId, eos_token_id: endIds, pad_token_id: endIds.at(-1) });
  write('tokenizer.json', tokenizer);
  write('tokenizer_config.json', config);
  return files;
}

function modelConfig(shape, beginId, endIds, external) {
  return {
    architectures: [shape.architecture],
    model_type: shape.type,
    hidden_size: shape.hidden,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.kvHeads,
    head_dim: shape.headDim,
    intermediate_size: shape.inner,
    vocab_size: shape.vocabulary,
    max_position_embeddings: shape.context,
    rms_norm_eps: shape.epsilon,
    rope_theta: shape.theta,
    tie_word_embeddings: false,
    bos_token_id: beginId,
    eos_token_id: endIds[0],
    'transformers.js_config': { use_external_data_format: external },
  };
}

/** Tensor by tensor, chunk by chunk; a new file is begun when one would grow too long. Returns each tensor's place. */
function writeExternalData(folder, graphName, tensors, maxBytes, files) {
  const places = new Map();
  let current = null;
  const finish = () => {
    if (current === null) return;
    closeSync(current.descriptor);
    files.push({ path: `onnx/${current.name}`, bytes: current.length, sha256: current.hash.digest('hex') });
    current = null;
  };
  const append = (bytes) => {
    for (let at = 0; at < bytes.length;) at += writeSync(current.descriptor, bytes, at);
    current.hash.update(bytes);
    current.length += bytes.length;
  };
  for (const tensor of tensors) {
    if (tensor.byteLength < EXTERNAL_FROM_BYTES) continue;
    const padding = current === null ? 0 : (ALIGNMENT - (current.length % ALIGNMENT)) % ALIGNMENT;
    if (current !== null && current.length + padding + tensor.byteLength > maxBytes) finish();
    else if (current !== null) append(new Uint8Array(padding));
    if (current === null) {
      const name = `${graphName}_data${files.length === 0 ? '' : `_${files.length}`}`;
      current = { name, descriptor: openSync(join(folder, 'onnx', name), 'w'), length: 0, hash: createHash('sha256') };
    }
    places.set(tensor.name, { location: current.name, offset: current.length });
    for (const chunk of tensor.chunks()) append(chunk);
  }
  finish();
  return places;
}
