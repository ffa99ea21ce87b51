import { modelId } from '../ids.ts';
import type { ModelManifest } from './manifest.ts';

/** The model that ships with Hearth. Its figures are checked against the files by `ember.test.ts`. */
export const EMBER = {
  id: modelId('ember'),
  name: 'Ember',
  engine: 'transformers',
  // Relative to the page; made absolute where the app is composed.
  files: { type: 'origin', basePath: 'models/ember' },
  license: 'MIT',
  parameters: 5_865_472,
  contextWindow: 1024,
  // 2 · 6 layers · 4 heads · 64 · 4 bytes
  kvBytesPerToken: 12_288,
  builds: {
    webgpu: { quantization: 'q4', downloadBytes: 4_697_109 },
    wasm: { quantization: 'q8', downloadBytes: 7_383_905 },
  },
  escalateToken: '<|escalate|>',
} as const satisfies ModelManifest;
