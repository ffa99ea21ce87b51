// A decoder as an ONNX graph with the operators that web builds on the hub use: int4 (MatMulNBits,
// GatherBlockQuantized) with float32 or float16 activations, or int8 (DynamicQuantizeMatMul) for WASM.
import { Graph, float } from './onnx-proto.mjs';
import { floatBytes, widthOf } from './numbers.mjs';
import { makeWeights } from './weights.mjs';

/** `form`: `q4`, `q4f16` or `q8`. `chain`: token ids, each of which the model says after the one before it. */
export function decoderGraph(shape, form, seed, chain) {
  const graph = new Graph(shape.type);
  const floats = form === 'q4f16' ? 'float16' : 'float32';
  const weights = makeWeights(graph, { form, floats, seed, chain });
  const build = { graph, shape, floats, weights };

  inputs(build);
  lengths(graph);
  rotaryTables(build);
  let stream = weights.embedding('embed_tokens', shape.vocabulary, shape.hidden, 'input_ids', 'embed');
  if (shape.gemma)
    stream = graph.node('Mul', [stream, scalar(build, 'embed.factor', Math.sqrt(shape.hidden))], 'embed.scaled');
  let normed = norm(build, stream, shape.hidden, 'layer0.input');
  for (let layer = 0; layer < shape.layers; layer++) {
    const at = `layer${layer}`;
    let attended = attention(build, layer, normed);
    if (shape.gemma) attended = norm(build, attended, shape.hidden, `${at}.attention.normed`);
    const mid = addAndNorm(build, stream, attended, `${at}.mid`);
    let fed = feedForward(build, layer, mid.normed);
    if (shape.gemma) fed = norm(build, fed, shape.hidden, `${at}.fed.normed`);
    ({ sum: stream, normed } = addAndNorm(build, mid.sum, fed, `${at}.out`));
  }
  head(build, normed);
  return graph;
}

function inputs({ graph, shape, floats }) {
  graph.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
  graph.input('attention_mask', 'int64', ['batch_size', 'total_sequence_length']);
  if (shape.positions === 'given') graph.input('position_ids', 'int64', ['batch_size', 'sequence_length']);
  for (let layer = 0; layer < shape.layers; layer++) {
    for (const kind of ['key', 'value']) {
      const dims = (length) => ['batch_size', shape.kvHeads, length, shape.headDim];
      graph.input(`past_key_values.${layer}.${kind}`, floats, dims('past_sequence_length'));
      graph.output(`present.${layer}.${kind}`, floats, dims('total_sequence_length'));
    }
  }
  if (shape.keepsLogits) graph.input('num_logits_to_keep', 'int64', []);
}

/** The attention operator wants the last position of each row and the total length instead of a mask. */
function lengths(graph) {
  const one = integers(graph, 'one', [1], [1]);
  graph.node('ReduceSum', ['attention_mask', one], 'mask.sum', { keepdims: 0 });
  graph.node('Sub', ['mask.sum', one], 'mask.last');
  graph.node('Cast', ['mask.last'], 'mask.last_position', { to: 6 });
  graph.node('Shape', ['attention_mask'], 'mask.shape');
  graph.node('Gather', ['mask.shape', integers(graph, 'index_one', [1], [])], 'mask.total', { axis: 0 });
  graph.node('Cast', ['mask.total'], 'mask.total_length', { to: 6 });
}

function rotaryTables({ graph, shape, floats }) {
  const half = shape.headDim / 2;
  // Models that count positions from one read one row beyond their window.
  const rows = shape.context + 1;
  const angles = Float64Array.from(
    { length: rows * half },
    (_, at) => Math.floor(at / half) / shape.theta ** ((2 * (at % half)) / shape.headDim),
  );
  for (const [name, of] of [
    ['cos_cache', Math.cos],
    ['sin_cache', Math.sin],
  ]) {
    const bytes = floatBytes(angles.map(of), floats);
    graph.constant(name, floats, [rows, half], bytes.length, () => [bytes]);
  }
}

function attention(build, layer, input) {
  const { graph, shape, weights } = build;
  const { heads, kvHeads, headDim, hidden } = shape;
  const at = `layer${layer}.attention`;
  const past = [`past_key_values.${layer}.key`, `past_key_values.${layer}.value`];
  const outputs = [`${at}.heads`, `present.${layer}.key`, `present.${layer}.value`];
  const lengthInputs = ['mask.last_position', 'mask.total_length'];
  const settings = {
    num_heads: heads,
    kv_num_heads: kvHeads,
    scale: float(1 / Math.sqrt(headDim)),
    local_window_size: -1,
    rotary_interleaved: 0,
    ...(shape.attentionCap > 0 ? { softcap: float(shape.attentionCap) } : {}),
  };
  if (shape.packed) {
    const packed = weights.linear(`${at}.qkv_proj`, input, (heads + 2 * kvHeads) * headDim, hidden, `${at}.qkv`);
    graph.contrib(
      'GroupQueryAttention',
      [packed, '', '', ...past, ...lengthInputs, 'cos_cache', 'sin_cache'],
      outputs,
      {
        ...settings,
        do_rotary: 1,
      },
    );
  } else {
    const projected = (kind, count) => {
      const flat = weights.linear(`${at}.${kind}_proj`, input, count * headDim, hidden, `${at}.${kind}`);
      if (kind === 'v') return flat;
      const ready = shape.headNorms ? headNorm(build, flat, count, `${at}.${kind}`) : flat;
      return graph.contrib(
        'RotaryEmbedding',
        [ready, 'position_ids', 'cos_cache', 'sin_cache'],
        `${at}.${kind}.rotated`,
        {
          num_heads: count,
          interleaved: 0,
        },
      );
    };
    const parts = [projected('q', heads), projected('k', kvHeads), projected('v', kvHeads)];
    graph.contrib('GroupQueryAttention', [...parts, ...past, ...lengthInputs], outputs, { ...settings, do_rotary: 0 });
  }
  return weights.linear(`${at}.o_proj`, `${at}.heads`, hidden, heads * headDim, `${at}.o`, { damped: true });
}

/** Queries and keys are normalised head by head (Qwen 3, Gemma 3). */
function headNorm(build, flat, count, name) {
  const { graph, shape } = build;
  const split = integers(graph, `split.${count}`, [0, -1, count, shape.headDim], [4]);
  const joined = integers(graph, `joined.${count}`, [0, -1, count * shape.headDim], [3]);
  graph.node('Reshape', [flat, split], `${name}.split`);
  norm(build, `${name}.split`, shape.headDim, `${name}.normed`);
  return graph.node('Reshape', [`${name}.normed`, joined], `${name}.joined`);
}

function feedForward({ graph, shape, weights }, layer, input) {
  const at = `layer${layer}.mlp`;
  const gate = weights.linear(`${at}.gate_proj`, input, shape.inner, shape.hidden, `${at}.gate`);
  const up = weights.linear(`${at}.up_proj`, input, shape.inner, shape.hidden, `${at}.up`);
  if (shape.gemma) graph.node('Gelu', [gate], `${at}.active`, { approximate: 'tanh' });
  else {
    graph.node('Sigmoid', [gate], `${at}.sigmoid`);
    graph.node('Mul', [gate, `${at}.sigmoid`], `${at}.active`);
  }
  graph.node('Mul', [`${at}.active`, up], `${at}.gated`);
  return weights.linear(`${at}.down_proj`, `${at}.gated`, shape.hidden, shape.inner, `${at}.down`, { damped: true });
}

/** Logits, of the last tokens only where the graph is told how many. */
function head({ graph, shape, floats, weights }, input) {
  let kept = input;
  if (shape.keepsLogits) {
    graph.node('Reshape', ['num_logits_to_keep', integers(graph, 'minus_one', [-1], [1])], 'keep');
    graph.node('Neg', ['keep'], 'keep.start');
    const end = integers(graph, 'slice_end', [2n ** 63n - 1n], [1]);
    kept = graph.node('Slice', [input, 'keep.start', end, 'one'], 'kept');
  }
  const capped = shape.logitsCap > 0;
  weights.head('lm_head', kept, shape.vocabulary, shape.hidden, capped ? 'logits.raw' : 'logits');
  if (capped) {
    const cap = scalar({ graph, floats }, 'logits.cap', shape.logitsCap);
    graph.node('Div', ['logits.raw', cap], 'logits.divided');
    graph.node('Tanh', ['logits.divided'], 'logits.tanh');
    graph.node('Mul', ['logits.tanh', cap], 'logits');
  }
  graph.output('logits', floats, ['batch_size', 'num_logits', shape.vocabulary]);
}

function norm(build, input, size, output) {
  const settings = { axis: -1, epsilon: float(build.shape.epsilon), stash_type: 1 };
  return build.graph.node('SimplifiedLayerNormalization', [input, ones(build, size)], output, settings);
}

function addAndNorm(build, a, b, name) {
  const { graph, shape } = build;
  const outputs = [name, '', '', `${name}.sum`];
  graph.contrib('SkipSimplifiedLayerNormalization', [a, b, ones(build, shape.hidden)], outputs, {
    epsilon: float(shape.epsilon),
  });
  return { normed: name, sum: `${name}.sum` };
}

/** Norms without a gain of their own: one vector serves all of a size. */
function ones({ graph, floats }, size) {
  const bytes = () => [floatBytes(Array(size).fill(1), floats)];
  return graph.constant(`ones.${size}`, floats, [size], size * widthOf(floats), bytes);
}

function scalar({ graph, floats }, name, value) {
  return graph.constant(name, floats, [], widthOf(floats), () => [floatBytes([value], floats)]);
}

function integers(graph, name, values, dims) {
  const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return graph.constant(name, 'int64', dims, bytes.length, () => [bytes]);
}
