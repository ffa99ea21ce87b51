import { expect, test } from 'vitest';
import { errorInfo } from '../../../core/errors.ts';
import { engineText } from './engine-text.ts';

test('names the engine that runs the model', () => {
  const choice = { backend: 'wasm', why: '', adapter: null } as const;
  expect(engineText({ type: 'ready', choice, loadMs: 1, selfTest: null, isTested: true })).toBe('WASM');
  expect(
    engineText({ type: 'ready', choice: { ...choice, backend: 'webgpu' }, loadMs: 1, selfTest: null, isTested: true }),
  ).toBe('WebGPU');
  expect(engineText({ type: 'failed', error: errorInfo('out-of-memory') })).toBe('failed to load');
});

test('gives a percentage for the weights only, and never more than all of them', () => {
  const loading = { type: 'loading', loadedBytes: 5, totalBytes: 12 } as const;
  expect(engineText({ ...loading, stage: 'weights' })).toBe('loading 41 %');
  expect(engineText({ ...loading, stage: 'weights', loadedBytes: 20 })).toBe('loading 100 %');
  expect(engineText({ ...loading, stage: 'weights', totalBytes: 0 })).toBe('loading');
  expect(engineText({ ...loading, stage: 'runtime' })).toBe('starting the runtime');
});
