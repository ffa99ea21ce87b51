/*
 * Catalog builds from web-llm's own configuration. Its figures are taken as they are; what follows from them was checked
 * against each other: the memory of the same model at 1,024 and at 4,096 tokens differs by exactly 3,072 times the KV
 * cache of a token, and the buffer it asks for is the packed token embedding.
 */

const MIB = 1 << 20;
/** The library runs it with a window of this many tokens, and gives its memory for that. */
export const MLC_CONTEXT_WINDOW = 4096;
/** What the app's engine sets, whatever the build. */
const OVERRIDES = { context_window_size: MLC_CONTEXT_WINDOW, max_history_size: 1 };
/** The rest would be lost on the way to the engine. */
const FIELDS = new Set([
  'model',
  'model_id',
  'model_lib',
  'model_manifest',
  'overrides',
  'vram_required_MB',
  'low_resource_required',
  'required_features',
  'buffer_size_required_bytes',
]);
/** A model library and the two JSON files. */
const LIBRARY_BYTES = 5_500_000;

/** Bytes a weight: 4 bits and a scale for each group of 32. */
const BYTES_PER_WEIGHT = { q4f16_1: 0.5 + 2 / 32, q4f32_1: 0.5 + 4 / 32 };
const BYTES_PER_VALUE = { q4f16_1: 2, q4f32_1: 4 };

/**
 * @param {import('./facts.mjs').ModelFacts} model
 * @param {readonly import('@mlc-ai/web-llm').ModelRecord[]} records
 */
export function mlcBuilds(model, records) {
  if (model.mlc === null) return [];
  const builds = [];
  for (const quantization of /** @type {const} */ (['q4f16_1', 'q4f32_1'])) {
    const id = `${model.mlc}-${quantization}-MLC`;
    const record = records.find((candidate) => candidate.model_id === id);
    if (record === undefined) continue;
    builds.push(mlcBuild(model, quantization, record));
  }
  if (builds.length === 0) throw new Error(`web-llm has no build of ${model.mlc}`);
  return builds;
}

/**
 * @param {import('./facts.mjs').ModelFacts} model
 * @param {'q4f16_1' | 'q4f32_1'} quantization
 * @param {import('@mlc-ai/web-llm').ModelRecord} record
 */
function mlcBuild(model, quantization, record) {
  const { model_id: id, vram_required_MB: memoryMib, overrides = {} } = record;
  const isKnown =
    overrides.context_window_size === MLC_CONTEXT_WINDOW &&
    Object.entries(overrides).every(([name, value]) =>
      Object.entries(OVERRIDES).some(([n, v]) => n === name && v === value),
    ) &&
    Object.keys(record).every((name) => FIELDS.has(name));
  if (memoryMib === undefined || !isKnown) throw new Error(`${id} is configured in another way than the rest`);
  const weight = BYTES_PER_WEIGHT[quantization];
  const stored = model.mlcParameters ?? model.parameters;
  const embedding = model.vocabulary * model.hidden;
  const active = model.activeParameters ?? (model.isTied ? model.parameters : model.parameters - embedding);
  const kvBytesPerToken = model.kvValuesPerToken * BYTES_PER_VALUE[quantization];
  const largest = record.buffer_size_required_bytes ?? embedding / 2;
  return {
    id,
    engine: 'webllm',
    backend: 'webgpu',
    quantization,
    source: { repo: new URL(record.model).pathname.slice(1), revision: 'main' },
    selection: {
      format: 'mlc',
      library: {
        path: record.model_lib.slice(record.model_lib.lastIndexOf('/') + 1),
        url: record.model_lib,
        bytes: null,
        sha256: null,
      },
      ...(record.model_manifest === undefined ? {} : { packageManifest: record.model_manifest }),
    },
    downloadBytes: Math.round(stored * weight + model.tokenizerBytes + LIBRARY_BYTES),
    weightBytesPerToken: Math.round(active * weight),
    baseMemoryBytes: Math.round(memoryMib * MIB - MLC_CONTEXT_WINDOW * kvBytesPerToken),
    kvBytesPerToken,
    requiredFeatures: features(quantization, record.required_features ?? []),
    requiredLimits: {
      // The runtime asks for 1 GiB and, where that is too much, for the smaller one only (0.2.86, detectGPUDevice).
      maxBufferSize: largest <= 256 * MIB ? 256 * MIB : 1024 * MIB,
      maxStorageBufferBindingSize: largest <= 128 * MIB ? 128 * MIB : 1024 * MIB,
      maxComputeWorkgroupStorageSize: 32_768,
      maxStorageBuffersPerShaderStage: 10,
    },
  };
}

/**
 * Every build with float16 activations needs shader-f16; some of the library's entries do not say so.
 *
 * @param {string} quantization
 * @param {readonly string[]} declared
 */
function features(quantization, declared) {
  return [...new Set([...declared, ...(quantization.includes('f16') ? ['shader-f16'] : [])])];
}
