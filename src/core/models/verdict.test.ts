import { describe, expect, it } from 'vitest';
import {
  GRAPHICS_CARD,
  LEAST_LIMITS,
  NO_GRAPHICS,
  OLD_LAPTOP,
  PHONE,
  SOFTWARE_ADAPTER,
} from '../../testing/device-facts.ts';
import { buildId } from '../ids.ts';
import { estimated, measured } from '../quantity.ts';
import type { CatalogBuild } from './catalog-entry.ts';
import type { DeviceFacts } from './device-facts.ts';
import { judge } from './verdict.ts';

const GIB = 2 ** 30;

/** Phi-3's figures with round numbers: 2 GB of weights, 400 kB of cache a token. */
const HALF: CatalogBuild = {
  id: buildId('half'),
  engine: 'webllm',
  backend: 'webgpu',
  quantization: 'q4f16_1',
  source: { repo: 'maker/half', revision: 'main' },
  selection: { format: 'mlc', library: { path: 'half.wasm', bytes: null, sha256: null } },
  downloadBytes: estimated(2e9),
  baseMemoryBytes: estimated(2.2e9),
  kvBytesPerToken: 400_000,
  requiredFeatures: ['shader-f16'],
  requiredLimits: { maxBufferSize: GIB, maxStorageBufferBindingSize: GIB },
};
const FULL: CatalogBuild = { ...HALF, id: buildId('full'), quantization: 'q4f32_1', requiredFeatures: [] };
const INT8: CatalogBuild = {
  ...HALF,
  id: buildId('int8'),
  engine: 'transformers',
  backend: 'wasm',
  quantization: 'q8',
  selection: { format: 'onnx', graph: 'model_quantized' },
  downloadBytes: estimated(400e6),
  baseMemoryBytes: estimated(1e9),
  kvBytesPerToken: 40_000,
  requiredFeatures: [],
  requiredLimits: {},
};

describe('a verdict', () => {
  it.each([
    ['a graphics card', HALF, GRAPHICS_CARD, 'runs-well', 4096],
    ['an old laptop, in 16 bits', HALF, OLD_LAPTOP, 'will-not', null],
    ['an old laptop, in 32 bits', FULL, OLD_LAPTOP, 'runs-well', 4096],
    ['a phone', HALF, PHONE, 'will-not', null],
    ['an adapter with the least limits', HALF, LEAST_LIMITS, 'will-not', null],
    ['a device without WebGPU', HALF, NO_GRAPHICS, 'will-not', null],
    ['a device without WebGPU, int8', INT8, NO_GRAPHICS, 'tight', 4096],
  ] as const)('on %s', (_device, build, facts, grade, contextTokens) => {
    expect(judge(build, 4096, facts)).toMatchObject({ grade, contextTokens });
  });

  it.each([
    ['shader-f16', HALF, OLD_LAPTOP, /16-bit numbers \(shader-f16\)/u],
    ['large buffers', HALF, LEAST_LIMITS, /buffers of 1\.1 GB; the adapter allows 268 MB/u],
    ['WebGPU', HALF, NO_GRAPHICS, /no WebGPU/u],
    ['memory', HALF, PHONE, /2\.6 GB with 1,024 tokens; the browser tells of 4 GB of memory, too little/u],
    ['SIMD', INT8, { ...NO_GRAPHICS, hasWasmSimd: false }, /SIMD/u],
  ] as const)('says that %s is missing', (_what, build, facts, sentence) => {
    const { grade, reasons } = judge(build, 4096, facts);
    expect(grade).toBe('will-not');
    expect(reasons.join(' ')).toMatch(sentence);
  });

  it('names every obstacle, not only the first', () => {
    const { reasons } = judge({ ...HALF, requiredFeatures: ['shader-f16', 'subgroups'] }, 4096, LEAST_LIMITS);
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toBe('The graphics adapter lacks subgroups, which this build needs.');
  });

  it('lets what is only slow be tried, where a busy moment may have been measured', () => {
    const crawl = { gpuBandwidthBytesPerSecond: measured(0.4e9) };
    const foretold = (build: CatalogBuild, facts: DeviceFacts) => {
      const { grade, canBeTried } = judge(build, 4096, facts);
      return [grade, canBeTried];
    };
    expect(foretold(HALF, { ...GRAPHICS_CARD, ...crawl })).toEqual(['will-not', true]);
    expect(foretold(HALF, GRAPHICS_CARD)).toEqual(['runs-well', false]);
    expect(foretold(HALF, { ...OLD_LAPTOP, ...crawl })).toEqual(['will-not', false]);
    expect(foretold(HALF, { ...PHONE, ...crawl })).toEqual(['will-not', false]);
    const { adapter } = SOFTWARE_ADAPTER;
    expect(foretold({ ...HALF, requiredFeatures: [] }, { ...GRAPHICS_CARD, ...crawl, adapter })).toEqual([
      'will-not',
      false,
    ]);
  });

  it('does not hold against an adapter what the browser does not tell of it', () => {
    const silent: DeviceFacts = {
      ...GRAPHICS_CARD,
      adapter: { description: 'silent', isFallback: false, features: ['shader-f16'], limits: {} },
    };
    expect(judge(HALF, 4096, silent).grade).toBe('runs-well');
  });

  it('gives the longest context that fits comfortably, and the memory at it', () => {
    const memory = (gib: number): DeviceFacts => ({ ...GRAPHICS_CARD, deviceMemoryBytes: estimated(gib * GIB) });
    const roomy = judge(HALF, 8192, memory(16));
    expect(roomy).toMatchObject({ grade: 'runs-well', contextTokens: 8192 });
    expect(roomy.memoryBytes).toEqual(estimated(2.2e9 + 8192 * 400_000));
    expect(judge(HALF, 8192, memory(8))).toMatchObject({ grade: 'runs-well', contextTokens: 4096 });
    expect(judge(HALF, 8192, memory(6))).toMatchObject({ grade: 'tight', contextTokens: 2048 });
    expect(judge(HALF, 8192, memory(4.5))).toMatchObject({ grade: 'tight', contextTokens: 1024 });
    expect(judge(HALF, 8192, memory(3))).toMatchObject({ grade: 'will-not', contextTokens: null, memoryBytes: null });
  });

  it('offers a window that is no power of two, or shorter than all of them, as it is', () => {
    expect(judge(HALF, 3000, GRAPHICS_CARD).contextTokens).toBe(3000);
    expect(judge(HALF, 512, GRAPHICS_CARD)).toMatchObject({ grade: 'runs-well', contextTokens: 512 });
  });

  it('counts the cache of the ONNX runtime twice, old and new', () => {
    const bytesAt = (build: CatalogBuild) => judge(build, 1024, GRAPHICS_CARD).memoryBytes?.value;
    expect(bytesAt(INT8)).toBe(1e9 + 2 * 1024 * 40_000);
    expect(bytesAt(HALF)).toBe(2.2e9 + 1024 * 400_000);
  });

  it('keeps WASM within 4 GiB, whatever memory there is', () => {
    const plenty = { ...NO_GRAPHICS, deviceMemoryBytes: estimated(64 * GIB) };
    const large = { ...INT8, baseMemoryBytes: estimated(4.25e9) };
    const { grade, reasons } = judge(large, 4096, plenty);
    expect(grade).toBe('will-not');
    expect(reasons[0]).toMatch(/no more than 4\.3 GB/u);
  });

  it('says where the memory is only assumed', () => {
    const { reasons, grade } = judge(HALF, 4096, { ...GRAPHICS_CARD, deviceMemoryBytes: null });
    expect(grade).toBe('runs-well');
    expect(reasons[0]).toMatch(/does not tell how much memory there is, and 8 GB of memory are assumed/u);
    expect(judge(HALF, 4096, { ...LEAST_LIMITS, deviceMemoryBytes: null }).grade).toBe('will-not');
  });

  it('says where there may be more than the browser tells', () => {
    const reasonWith = (gib: number) =>
      judge(HALF, 4096, { ...GRAPHICS_CARD, deviceMemoryBytes: estimated(gib * GIB) });
    expect(reasonWith(8).reasons[0]).toMatch(/tells of 8 GB of memory or more/u);
    expect(reasonWith(16).reasons[0]).toMatch(/tells of 16 GB of memory\.$/u);
    expect(reasonWith(32).reasons[0]).toMatch(/tells of 32 GB of memory or more/u);
  });

  it('grants a phone less of its memory than a computer', () => {
    const told = (facts: DeviceFacts) => judge(HALF, 4096, { ...facts, deviceMemoryBytes: estimated(6 * GIB) });
    expect(told(GRAPHICS_CARD).memoryBytes?.value).toBeGreaterThan(told(PHONE).memoryBytes?.value ?? 0);
  });

  it('reports what storage is short of, and still says how it would run', () => {
    const full = { ...GRAPHICS_CARD, storageFreeBytes: estimated(1.5e9) };
    const { grade, storageShortBytes, reasons } = judge(HALF, 4096, full);
    expect({ grade, storageShortBytes }).toEqual({ grade: 'runs-well', storageShortBytes: 0.5e9 });
    expect(reasons.at(-1)).toBe('The download of 2.0 GB does not fit: 500 MB more storage is needed.');
    expect(judge(HALF, 4096, { ...full, storageFreeBytes: null }).storageShortBytes).toBe(0);
  });
});

describe('predicted speed', () => {
  it('is the bandwidth over the bytes of a token, and an overhead', () => {
    const { tokensPerSecond } = judge(HALF, 4096, GRAPHICS_CARD);
    const bytes = 2e9 + 2048 * 400_000;
    expect(tokensPerSecond?.value).toBeCloseTo(1 / (0.005 + bytes / (0.57 * 330e9)), 6);
    expect(tokensPerSecond?.basis).toBe('estimated');
  });

  it('matches the two published figures that it was drawn through', () => {
    const laptop = { ...GRAPHICS_CARD, gpuBandwidthBytesPerSecond: measured(400e9), gpuFlopsPerSecond: null };
    const speedOf = (bytes: number) =>
      judge({ ...HALF, downloadBytes: estimated(bytes), kvBytesPerToken: 0 }, 4096, laptop).tokensPerSecond?.value;
    expect(speedOf(4.5e9)).toBeCloseTo(41.1, -0.5);
    expect(speedOf(2.1e9)).toBeCloseTo(71.1, -0.5);
  });

  it('counts only the weights that a token reads', () => {
    const sparse = { ...HALF, weightBytesPerToken: estimated(1e9) };
    const speedOf = (build: CatalogBuild) => judge(build, 1024, GRAPHICS_CARD).tokensPerSecond?.value ?? 0;
    expect(speedOf(sparse)).toBeGreaterThan(1.3 * speedOf(HALF));
  });

  it('is what a software adapter computes, not what it reads', () => {
    const { tokensPerSecond } = judge(FULL, 1024, SOFTWARE_ADAPTER);
    expect(tokensPerSecond?.value).toBeCloseTo(1 / (0.005 + (2 * 2e9) / 0.625 / 1e9), 6);
  });

  it('makes a build refused, tight or good', () => {
    const reading = (bandwidth: number) => ({ ...GRAPHICS_CARD, gpuBandwidthBytesPerSecond: measured(bandwidth) });
    expect(judge(HALF, 1024, reading(3e9))).toMatchObject({
      grade: 'will-not',
      reasons: [expect.stringMatching(/too slow here: about one second for each token/u)],
    });
    expect(judge(HALF, 1024, reading(12e9))).toMatchObject({
      grade: 'tight',
      reasons: [expect.stringMatching(/slower than people read: about 3\.\d tokens/u)],
    });
    expect(judge(HALF, 1024, reading(60e9)).grade).toBe('runs-well');
  });

  it('is unknown where nothing was measured, which alone is no reason against a build', () => {
    const unmeasured = { ...GRAPHICS_CARD, gpuBandwidthBytesPerSecond: null };
    expect(judge(HALF, 4096, unmeasured)).toMatchObject({ grade: 'runs-well', tokensPerSecond: null });
  });

  it('takes what earlier runs taught', () => {
    const speedWith = (correction: number) => judge(HALF, 4096, GRAPHICS_CARD, correction).tokensPerSecond?.value ?? 0;
    expect(speedWith(0.5)).toBeCloseTo(speedWith(1) / 2, 6);
  });
});
