// Shapes of published models (their config.json) and small ones of the same architectures.

const FAMILIES = {
  // Rotation inside the attention operator over one packed projection; no position_ids, logits of every token.
  phi3: { architecture: 'Phi3ForCausalLM', chat: 'phi3', packed: true, positions: 'inside', keepsLogits: false },
  llama: { architecture: 'LlamaForCausalLM', chat: 'llama3' },
  smollm2: { type: 'llama', architecture: 'LlamaForCausalLM', chat: 'chatml' },
  qwen3: { architecture: 'Qwen3ForCausalLM', chat: 'chatml', headNorms: true },
  gemma2: { architecture: 'Gemma2ForCausalLM', chat: 'gemma', gemma: true, attentionCap: 50, logitsCap: 30 },
  gemma3_text: { architecture: 'Gemma3ForCausalLM', chat: 'gemma', gemma: true, headNorms: true, firstPosition: 1 },
};

const TINY = { hidden: 128, layers: 2, heads: 2, kvHeads: 1, headDim: 64, inner: 256, vocabulary: 512, context: 512 };
const tiny = (family, change = {}) => ({ family, ...TINY, ...change });

export const SHAPES = {
  'tiny-phi3': tiny('phi3', { kvHeads: 2 }),
  'tiny-llama': tiny('llama'),
  'tiny-smollm2': tiny('smollm2'),
  'tiny-qwen3': tiny('qwen3'),
  'tiny-gemma2': tiny('gemma2'),
  'tiny-gemma3': tiny('gemma3_text'),
  'small-llama': {
    family: 'llama',
    hidden: 512,
    layers: 8,
    heads: 8,
    kvHeads: 4,
    headDim: 64,
    inner: 1536,
    vocabulary: 32000,
    context: 2048,
  },
  'phi-3-mini': {
    family: 'phi3',
    hidden: 3072,
    layers: 32,
    heads: 32,
    kvHeads: 32,
    headDim: 96,
    inner: 8192,
    vocabulary: 32064,
    context: 4096,
  },
  'gemma-2-2b': {
    family: 'gemma2',
    hidden: 2304,
    layers: 26,
    heads: 8,
    kvHeads: 4,
    headDim: 256,
    inner: 9216,
    vocabulary: 256000,
    context: 8192,
  },
  'llama-3.2-1b': {
    family: 'llama',
    hidden: 2048,
    layers: 16,
    heads: 32,
    kvHeads: 8,
    headDim: 64,
    inner: 8192,
    vocabulary: 128256,
    context: 8192,
    theta: 500000,
  },
};

/** A shape with what its family adds, everything filled in. */
export function shapeOf(name, change = {}) {
  const shape = SHAPES[name];
  if (shape === undefined) throw new Error(`no shape ${name}; there are ${Object.keys(SHAPES).join(', ')}`);
  const family = FAMILIES[shape.family];
  return {
    name,
    type: shape.family,
    packed: false,
    positions: 'given',
    keepsLogits: true,
    headNorms: false,
    gemma: false,
    attentionCap: 0,
    logitsCap: 0,
    theta: 10000,
    epsilon: 1e-5,
    ...family,
    ...shape,
    ...change,
  };
}
