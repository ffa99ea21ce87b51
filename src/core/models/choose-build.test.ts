import { describe, expect, it } from 'vitest';
import {
  GRAPHICS_CARD,
  LEAST_LIMITS,
  NO_GRAPHICS,
  OLD_LAPTOP,
  PHONE,
  SOFTWARE_ADAPTER,
} from '../../testing/device-facts.ts';
import { estimated } from '../quantity.ts';
import { CATALOG } from './catalog.ts';
import type { CatalogModel } from './catalog-entry.ts';
import { chooseBuild, recommend } from './choose-build.ts';
import type { DeviceFacts } from './device-facts.ts';
import { judge } from './verdict.ts';

const DEVICES = { GRAPHICS_CARD, OLD_LAPTOP, PHONE, NO_GRAPHICS, SOFTWARE_ADAPTER, LEAST_LIMITS };

function model(id: string): CatalogModel {
  const found = CATALOG.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}
const chosen = (id: string, facts: DeviceFacts) => chooseBuild(model(id), facts)?.id ?? null;

describe('the right build', () => {
  it.each([
    ['phi-3-mini', GRAPHICS_CARD, 'Phi-3-mini-4k-instruct-q4f16_1-MLC'],
    ['phi-3-mini', OLD_LAPTOP, 'Phi-3-mini-4k-instruct-q4f32_1-MLC'],
    ['phi-3-mini', NO_GRAPHICS, null],
    ['gemma-2-2b', OLD_LAPTOP, 'gemma-2-2b-it-q4f32_1-MLC'],
    // web-llm has it in 16 bits only.
    ['gemma-3-1b', OLD_LAPTOP, 'gemma-3-1b-it-ONNX-q4'],
    ['gemma-3-1b', PHONE, 'gemma3-1b-it-q4f16_1-MLC'],
    ['qwen3-0.6b', NO_GRAPHICS, 'Qwen3-0.6B-ONNX-q8'],
    ['qwen3-0.6b', SOFTWARE_ADAPTER, 'Qwen3-0.6B-ONNX-q8'],
    // Too little workgroup memory for web-llm's runtime, small enough buffers for the other.
    ['smollm2-360m', LEAST_LIMITS, 'SmolLM2-360M-Instruct-q4f16'],
  ] as const)('of %s', (id, facts, build) => {
    expect(chosen(id, facts)).toBe(build);
  });

  it('is never one that cannot run, on any device', () => {
    for (const [name, facts] of Object.entries(DEVICES)) {
      for (const entry of CATALOG) {
        const build = chooseBuild(entry, facts);
        if (build === null) {
          const grades = entry.builds.map((candidate) => judge(candidate, entry.contextWindow, facts).grade);
          expect(new Set(grades), `${entry.id} on ${name}`).toEqual(new Set(['will-not']));
        } else {
          expect(judge(build, entry.contextWindow, facts).grade, `${build.id} on ${name}`).not.toBe('will-not');
        }
      }
    }
  });

  it('is one that runs well before one that is preferred otherwise', () => {
    // Short of memory for the cache of 32 bits, not for that of 16.
    const entry = model('smollm2-1.7b');
    const reversed = { ...entry, builds: entry.builds.toReversed() };
    const facts = { ...GRAPHICS_CARD, deviceMemoryBytes: estimated(4 * 2 ** 30) };
    expect(chooseBuild(reversed, facts)?.quantization).toBe('q4f16_1');
  });

  it('follows what earlier runs taught', () => {
    const slowMlc = (build: { engine: string }) => (build.engine === 'webllm' ? 0.01 : 1);
    expect(chooseBuild(model('phi-4-mini'), GRAPHICS_CARD, slowMlc)?.engine).toBe('transformers');
  });
});

describe('the recommended model', () => {
  it.each([
    ['GRAPHICS_CARD', 'phi-4-mini'],
    ['OLD_LAPTOP', 'qwen3.5-2b'],
    ['PHONE', 'llama-3.2-1b'],
    ['NO_GRAPHICS', 'smollm2-360m'],
    ['SOFTWARE_ADAPTER', 'smollm2-360m'],
    ['LEAST_LIMITS', 'smollm2-360m'],
  ] as const)('on %s', (name, id) => {
    expect(recommend(CATALOG, DEVICES[name])?.id).toBe(id);
  });

  it('is one whose download fits', () => {
    const nearlyFull = { ...GRAPHICS_CARD, storageFreeBytes: estimated(900e6) };
    const found = recommend(CATALOG, nearlyFull);
    const build = found === null ? null : chooseBuild(found, nearlyFull);
    expect(build?.downloadBytes.value).toBeLessThan(900e6);
  });

  it('is none where none runs', () => {
    expect(recommend(CATALOG, { ...NO_GRAPHICS, hasWasmSimd: false })).toBeNull();
    expect(recommend([], GRAPHICS_CARD)).toBeNull();
  });
});
