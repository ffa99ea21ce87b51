/* Catalog builds for transformers.js: int4 on WebGPU, int8 on WASM where its heap can hold it. */

/** The runtime itself: code, arena, staging buffers. */
const RUNTIME_BYTES = 200_000_000;
/** Buffers beside the weights on the graphics card. */
const GPU_SHARE = 1.2;
/** Of the file, in a 32-bit heap: parsed from one file it stands there twice for a moment, from external data once. */
const HEAP_SHARE = { single: 2.2, external: 1.4 };

const BUILDS = /** @type {const} */ ([
  { quantization: 'q4f16', graph: 'model_q4f16', backend: 'webgpu', bytesPerValue: 2 },
  { quantization: 'q4', graph: 'model_q4', backend: 'webgpu', bytesPerValue: 4 },
  { quantization: 'q8', graph: 'model_quantized', backend: 'wasm', bytesPerValue: 4 },
]);

/** @param {import('./facts.mjs').ModelFacts} model */
export function onnxBuilds(model) {
  const { onnx } = model;
  if (onnx === null) return [];
  const builds = [];
  for (const { quantization, graph, backend, bytesPerValue } of BUILDS) {
    const bytes = onnx.bytes[quantization];
    if (bytes === undefined) continue;
    const embedding = model.vocabulary * model.hidden;
    const share = onnx.hasExternalData ? HEAP_SHARE.external : HEAP_SHARE.single;
    builds.push({
      id: `${onnx.repo.slice(onnx.repo.indexOf('/') + 1)}-${quantization}`,
      engine: 'transformers',
      backend,
      quantization,
      source: { repo: onnx.repo, revision: onnx.revision ?? 'main' },
      selection: { format: 'onnx', graph },
      downloadBytes: bytes + model.tokenizerBytes,
      weightBytesPerToken: model.isTied ? bytes : bytes - embedding * bytesPerValue,
      baseMemoryBytes: Math.round(bytes * (backend === 'wasm' ? share : GPU_SHARE) + RUNTIME_BYTES),
      kvBytesPerToken: model.kvValuesPerToken * bytesPerValue,
      requiredFeatures: quantization.includes('f16') ? ['shader-f16'] : [],
      requiredLimits:
        backend === 'wasm' ? {} : bufferLimits(embedding * (onnx.embedding === 'int4' ? 0.5 : bytesPerValue)),
    });
  }
  return builds;
}

/**
 * The runtime asks for all that the adapter has; the embedding is the largest of its buffers.
 *
 * @param {number} bytes
 */
function bufferLimits(bytes) {
  return { maxBufferSize: bytes, maxStorageBufferBindingSize: bytes };
}
