import type { CatalogBuild } from '../../core/models/catalog-entry.ts';
import type { EngineKind, Quantization } from '../../core/models/manifest.ts';
import { backendName } from './backend-name.ts';

const QUANTIZATION: Record<Quantization, string> = {
  q4: '4-bit weights (q4)',
  q8: '8-bit weights (q8)',
  q4f16: '4-bit weights, half precision (q4f16)',
  q4f16_1: '4-bit weights, half precision (q4f16_1)',
  q4f32_1: '4-bit weights (q4f32_1)',
};

const ENGINE: Record<EngineKind, string> = { transformers: 'transformers.js', webllm: 'web-llm' };

export function quantizationName(quantization: Quantization): string {
  return QUANTIZATION[quantization];
}

/** `4-bit weights (q4f32_1), WebGPU, web-llm` */
export function buildName({
  quantization,
  backend,
  engine,
}: Pick<CatalogBuild, 'quantization' | 'backend' | 'engine'>) {
  return `${QUANTIZATION[quantization]}, ${backendName(backend)}, ${ENGINE[engine]}`;
}
