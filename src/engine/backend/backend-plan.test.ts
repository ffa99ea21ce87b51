import { describe, expect, it } from 'vitest';
import { EMBER } from '../../core/models/ember.ts';
import type { AdapterFacts } from './adapter-probe.ts';
import { judgeTrial, planBackend } from './backend-plan.ts';

const GPU: AdapterFacts = { description: 'a real one', isFallback: false, hasShaderF16: true };
const SOFTWARE: AdapterFacts = { description: 'swiftshader', isFallback: true, hasShaderF16: false };
const HALF = { ...EMBER, builds: { ...EMBER.builds, webgpu: { quantization: 'q4f16', downloadBytes: 1 } } } as const;

const around = (adapter: AdapterFacts | null, hasWasmSimd = true) => ({ adapter, hasWasmSimd });

describe('planBackend', () => {
  it('tries a real adapter out', () => {
    expect(planBackend(EMBER, 'auto', null, around(GPU))).toMatchObject({ backend: 'webgpu', onTrial: true });
  });

  it('takes WASM without an adapter, and with one in software', () => {
    expect(planBackend(EMBER, 'auto', null, around(null))).toMatchObject({ backend: 'wasm', onTrial: false });
    expect(planBackend(EMBER, 'auto', null, around(SOFTWARE))).toMatchObject({ backend: 'wasm', onTrial: false });
  });

  it('runs nothing without SIMD, since the runtime itself needs it', () => {
    for (const preference of ['auto', 'webgpu', 'wasm'] as const) {
      for (const adapter of [null, SOFTWARE, GPU]) {
        const plan = planBackend(EMBER, preference, null, around(adapter, false));
        expect(plan).toMatchObject({ ok: false, error: { code: 'wasm-unsupported' } });
      }
    }
  });

  it('takes WASM where the adapter lacks half precision and the model needs it', () => {
    const weak = { ...GPU, hasShaderF16: false };
    expect(planBackend(HALF, 'auto', null, around(weak))).toMatchObject({ backend: 'wasm' });
    expect(planBackend(HALF, 'webgpu', null, around(weak))).toMatchObject({ error: { code: 'webgpu-unavailable' } });
    expect(planBackend(HALF, 'webgpu', null, around(GPU))).toMatchObject({ backend: 'webgpu' });
  });

  it('runs a model with one build on the backend of that build, whatever is preferred', () => {
    const { webgpu, wasm } = EMBER.builds;
    for (const preference of ['auto', 'webgpu', 'wasm'] as const) {
      for (const adapter of [SOFTWARE, GPU]) {
        const onGpu = planBackend({ ...EMBER, builds: { webgpu } }, preference, null, around(adapter));
        expect(onGpu).toMatchObject({ backend: 'webgpu', onTrial: false });
        const onWasm = planBackend({ ...EMBER, builds: { wasm } }, preference, null, around(adapter));
        expect(onWasm).toMatchObject({ backend: 'wasm', onTrial: false });
      }
      const without = planBackend({ ...EMBER, builds: { webgpu } }, preference, null, around(null));
      expect(without).toMatchObject({ ok: false, error: { code: 'webgpu-unavailable' } });
    }
  });

  it('does as it is told, and says when it cannot', () => {
    expect(planBackend(EMBER, 'webgpu', null, around(SOFTWARE))).toMatchObject({ backend: 'webgpu', onTrial: false });
    expect(planBackend(EMBER, 'wasm', null, around(GPU))).toMatchObject({ backend: 'wasm', onTrial: false });
    expect(planBackend(EMBER, 'webgpu', null, around(null))).toMatchObject({ error: { code: 'webgpu-unavailable' } });
  });

  it('tries WASM against a measured WebGPU, and returns to WebGPU for good', () => {
    const gpu = { backend: 'webgpu', msPerToken: 30 } as const;
    const wasm = { backend: 'wasm', msPerToken: 40 } as const;
    expect(planBackend(EMBER, 'auto', gpu, around(GPU))).toMatchObject({ backend: 'wasm', onTrial: true });
    expect(planBackend(EMBER, 'auto', wasm, around(GPU))).toMatchObject({ backend: 'webgpu', onTrial: false });
  });

  it('takes the other one, for good, where a trial failed', () => {
    const gpu = { backend: 'webgpu', msPerToken: Number.POSITIVE_INFINITY } as const;
    const wasm = { backend: 'wasm', msPerToken: Number.POSITIVE_INFINITY } as const;
    expect(planBackend(EMBER, 'auto', gpu, around(GPU))).toMatchObject({ backend: 'wasm', onTrial: false });
    expect(planBackend(EMBER, 'auto', wasm, around(GPU))).toMatchObject({ backend: 'webgpu', onTrial: false });
  });
});

describe('judgeTrial', () => {
  it('stays with the faster one and tells both figures', () => {
    const verdict = judgeTrial('webgpu', 4.26, { msPerToken: 61, basis: 'estimated' });
    expect(verdict).toEqual({
      type: 'stay',
      why: 'Measured here: WebGPU took 4.3 ms a token, WASM would take about 61 ms.',
    });
  });

  it('hands over to the faster one with its own figure', () => {
    expect(judgeTrial('webgpu', 61, { msPerToken: 4, basis: 'estimated' })).toEqual({
      type: 'hand-over',
      rival: { backend: 'webgpu', msPerToken: 61 },
    });
  });
});
