import { describe, expect, it } from 'vitest';
import { modelId } from '../core/ids.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import { NOTHING_KEPT } from '../ports/model-keeper.ts';
import { parseKept } from './local-model-keeper.ts';

const MANIFEST: ModelManifest = {
  id: modelId('phi'),
  name: 'Phi',
  engine: 'webllm',
  files: { type: 'stored', folder: 'phi-f32' },
  license: 'MIT',
  parameters: 3.8e9,
  contextWindow: 2048,
  kvBytesPerToken: 400_000,
  builds: { webgpu: { quantization: 'q4f32_1', downloadBytes: 2e9 } },
  escalateToken: null,
};
const KEPT = {
  chosen: { manifest: MANIFEST, predicted: 20 },
  isLoading: false,
  hasUnfinished: true,
  hasModels: true,
  runs: [{ folder: 'phi-f32', predicted: null, measured: 17.5, atMs: 1000 }],
  known: [{ manifest: MANIFEST, isUsable: true, grade: 'tight', contextTokens: 1024, loadMs: 3700 }],
  borrowing: null,
  unfit: ['gemma-q4'],
};

describe('what is kept of models', () => {
  it('comes back as it was', () => {
    expect(parseKept(JSON.parse(JSON.stringify(KEPT)))).toEqual(KEPT);
  });

  it('keeps what a manifest has gained since', () => {
    const chosen = { ...KEPT.chosen, manifest: { ...MANIFEST, lately: 'added' } };
    expect(parseKept({ ...KEPT, chosen }).chosen?.manifest).toMatchObject({ lately: 'added' });
  });

  it('loses one bad field, not the others', () => {
    expect(parseKept({ ...KEPT, chosen: { manifest: { name: 3 } }, runs: 'many' })).toEqual({
      ...KEPT,
      chosen: null,
      runs: [],
    });
  });

  it('does not take a model that ships for a stored one', () => {
    const manifest = { ...MANIFEST, files: { type: 'origin', basePath: '/elsewhere' } };
    expect(parseKept({ ...KEPT, chosen: { manifest, predicted: null } }).chosen).toBeNull();
  });

  it('is looked for where it cannot be told whether there are models', () => {
    expect(parseKept({})).toEqual({ ...NOTHING_KEPT, hasModels: true });
  });
});
