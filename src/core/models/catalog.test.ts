import { readFileSync } from 'node:fs';
import { modelVersion, prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, it } from 'vitest';
import { writeCatalog } from '../../../tools/catalog/write-catalog.mjs';
import { CATALOG } from './catalog.ts';
import type { CatalogBuild } from './catalog-entry.ts';
import { memoryBytesAt } from './memory-budget.ts';

const MIB = 2 ** 20;
const BUILDS = CATALOG.flatMap(({ builds }) => builds);
const records = new Map(prebuiltAppConfig.model_list.map((record) => [record.model_id, record]));

function recordOf(id: string) {
  const record = records.get(id);
  if (record === undefined) throw new Error(`web-llm knows no ${id}`);
  return record;
}

const webllm = BUILDS.filter(({ engine }) => engine === 'webllm');
const onnx = BUILDS.filter(({ engine }) => engine === 'transformers');

describe('the catalog', () => {
  it('is what tools/make-catalog.mjs makes of the library that is installed', () => {
    // The file was formatted: layout, quotes and trailing commas differ.
    const bare = (text: string) => text.replaceAll(/[\s,'"]/gu, '');
    const file = readFileSync(new URL('./catalog.ts', import.meta.url), 'utf8');
    expect(bare(file)).toBe(bare(writeCatalog(prebuiltAppConfig.model_list)));
  });

  it('names each model and each build once', () => {
    expect(new Set(CATALOG.map(({ id }) => id)).size).toBe(CATALOG.length);
    expect(new Set(BUILDS.map(({ id }) => id)).size).toBe(BUILDS.length);
  });

  it('holds what was promised', () => {
    const promised = [
      'phi-3-mini',
      'phi-3.5-mini',
      'phi-4-mini',
      'gemma-2b',
      'gemma-2-2b',
      'gemma-3-1b',
      'gemma-4-e2b',
    ];
    const more = ['qwen3-1.7b', 'qwen3-4b', 'qwen3.5-2b', 'qwen3.5-4b', 'llama-3.2-1b', 'llama-3.2-3b', 'smollm2-360m'];
    expect(CATALOG.map(({ id }) => String(id))).toEqual(expect.arrayContaining([...promised, ...more, 'smollm2-1.7b']));
  });

  it('says of no figure that it was measured', () => {
    for (const { downloadBytes, baseMemoryBytes, weightBytesPerToken } of BUILDS) {
      const bases = [downloadBytes, baseMemoryBytes, weightBytesPerToken].map((quantity) => quantity?.basis);
      expect(bases).toEqual(['estimated', 'estimated', 'estimated']);
    }
  });

  it('asks for shader-f16 wherever a build computes in 16 bits, and only there', () => {
    for (const { quantization, requiredFeatures } of BUILDS) {
      expect(requiredFeatures.includes('shader-f16')).toBe(quantization.includes('f16'));
    }
  });

  it('reads no more weights for a token than it downloads', () => {
    for (const { id, downloadBytes, weightBytesPerToken } of BUILDS) {
      expect(weightBytesPerToken?.value, id).toBeLessThanOrEqual(downloadBytes.value);
      expect(weightBytesPerToken?.value, id).toBeGreaterThan(0.4 * downloadBytes.value);
    }
  });
});

describe('its MLC builds', () => {
  it('belong to the version of the library that is installed', () => {
    for (const { selection } of webllm) {
      if (selection.format !== 'mlc') throw new Error('not an MLC build');
      expect(selection.library.url).toContain(`/web-llm-models/${modelVersion}/`);
    }
  });

  it.each(webllm.map((build): [string, CatalogBuild] => [build.id, build]))(
    '%s is as the library has it',
    (id, build) => {
      const record = recordOf(id);
      expect(record.model).toBe(`https://huggingface.co/${build.source.repo}`);
      expect(build.selection).toMatchObject({ format: 'mlc', library: { url: record.model_lib } });
      const { selection } = build;
      expect(selection.format === 'mlc' ? selection.packageManifest : null).toBe(record.model_manifest);
      expect(build.requiredFeatures).toEqual(expect.arrayContaining(record.required_features ?? []));
      const tokens = record.overrides?.context_window_size ?? 0;
      expect(memoryBytesAt(build, tokens) / MIB).toBeCloseTo(record.vram_required_MB ?? 0, 2);
      const needed = record.buffer_size_required_bytes ?? 0;
      expect(build.requiredLimits['maxStorageBufferBindingSize']).toBeGreaterThanOrEqual(needed);
      expect(CATALOG.find(({ builds }) => builds.includes(build))?.contextWindow).toBe(tokens);
    },
  );

  it('agree with the library about the KV cache, where it gives the memory for two windows', () => {
    const pairs = webllm.flatMap((build) => {
      const short = records.get(`${build.id}-1k`);
      const long = recordOf(build.id);
      // The library gives one figure for both windows of the first Gemma.
      return short === undefined || short.vram_required_MB === long.vram_required_MB ? [] : [{ build, short, long }];
    });
    expect(pairs.length).toBeGreaterThanOrEqual(6);
    for (const { build, short, long } of pairs) {
      const difference = ((long.vram_required_MB ?? 0) - (short.vram_required_MB ?? 0)) * MIB;
      expect(build.kvBytesPerToken, build.id).toBeCloseTo(difference / (4096 - 1024), -1);
    }
  });

  it('hold their weights in the memory that the library gives, and not much beside', () => {
    for (const { id, downloadBytes, baseMemoryBytes } of webllm) {
      expect(baseMemoryBytes.value, id).toBeGreaterThan(downloadBytes.value);
      expect(baseMemoryBytes.value, id).toBeLessThan(downloadBytes.value + 2e9);
    }
  });
});

describe('its ONNX builds', () => {
  it('are int4 on WebGPU and int8 on WASM', () => {
    for (const { backend, quantization } of onnx) expect(backend).toBe(quantization === 'q8' ? 'wasm' : 'webgpu');
  });

  it('on WASM fit its heap at a useful length', () => {
    for (const build of onnx.filter(({ backend }) => backend === 'wasm')) {
      expect(memoryBytesAt(build, 2048), build.id).toBeLessThan(2 ** 32);
    }
  });

  it('take a commit only where its files are known', () => {
    for (const { source } of onnx) expect(source.revision).toMatch(/^(?:main|[0-9a-f]{40})$/u);
  });
});
