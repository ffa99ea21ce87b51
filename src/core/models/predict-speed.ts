import type { CatalogBuild } from './catalog-entry.ts';
import type { DeviceFacts } from './device-facts.ts';
import type { Quantization } from './manifest.ts';

/**
 * Assumptions, not measurements of ours. They are the line through two speeds that are reported for web-llm on an
 * Apple M3 Max (41.1 tokens/s for an 8B model, 71.1 for a 3.8B one), if their 4-bit weights are taken as 4.5 and 2.1 GB
 * and the memory as 400 GB/s: so much a token whatever the model, for dispatch and read-back, and so much of the
 * bandwidth. Each run on the device itself corrects what they foretell (`speed-record.ts`).
 */
const GPU_OVERHEAD_S = 0.005;
const GPU_BANDWIDTH_SHARE = 0.57;
/**
 * From one machine: where the probe read some 11 GB/s, downloads of 185 and 60 MB in int8 gave 11.1 and 38.5 tokens a second
 * with one thread. The kernels compute rather than read, so that runs teach more here than on a graphics card.
 */
const WASM_BANDWIDTH_SHARE = 0.2;

/** Roughly, scales included. */
const BYTES_PER_WEIGHT: Readonly<Record<Quantization, number>> = {
  q4: 0.6,
  q4f16: 0.6,
  q4f16_1: 0.5625,
  q4f32_1: 0.625,
  q8: 1,
};

/**
 * Tokens a second with the window half full, from what the device measured: each token reads all weights and the KV
 * cache once. `correction` is what earlier runs taught. Null where nothing was measured.
 */
export function predictTokensPerSecond(
  build: CatalogBuild,
  contextTokens: number,
  facts: DeviceFacts,
  correction: number,
): number | null {
  const weightBytes = (build.weightBytesPerToken ?? build.downloadBytes).value;
  const readBytes = weightBytes + (build.kvBytesPerToken * contextTokens) / 2;
  const seconds =
    build.backend === 'wasm' ? wasmSeconds(readBytes, facts) : gpuSeconds(build, weightBytes, readBytes, facts);
  return seconds === null ? null : correction / seconds;
}

function wasmSeconds(readBytes: number, { cpuBandwidthBytesPerSecond }: DeviceFacts): number | null {
  if (cpuBandwidthBytesPerSecond === null) return null;
  return readBytes / (WASM_BANDWIDTH_SHARE * cpuBandwidthBytesPerSecond.value);
}

function gpuSeconds(
  { quantization }: CatalogBuild,
  weightBytes: number,
  readBytes: number,
  { gpuBandwidthBytesPerSecond, gpuFlopsPerSecond }: DeviceFacts,
): number | null {
  if (gpuBandwidthBytesPerSecond === null) return null;
  const reading = readBytes / (GPU_BANDWIDTH_SHARE * gpuBandwidthBytesPerSecond.value);
  // Only a software adapter is slower at computing than at reading.
  const weights = weightBytes / BYTES_PER_WEIGHT[quantization];
  const computing = gpuFlopsPerSecond === null ? 0 : (2 * weights) / gpuFlopsPerSecond.value;
  return GPU_OVERHEAD_S + Math.max(reading, computing);
}
