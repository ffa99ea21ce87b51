import { describe, expect, it } from 'vitest';
import { GRAPHICS_CARD } from '../../testing/device-facts.ts';
import { buildId } from '../ids.ts';
import { CATALOG } from './catalog.ts';
import type { CatalogBuild } from './catalog-entry.ts';
import { predictTokensPerSecond } from './predict-speed.ts';
import { learnCorrection } from './speed-record.ts';
import { judge } from './verdict.ts';

const BUILDS = CATALOG.flatMap(({ builds }) => builds);
const WINDOW = 4096;

function build(id: string): CatalogBuild {
  const found = BUILDS.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}
const PHI = build('Phi-3-mini-4k-instruct-q4f16_1-MLC');
const LLAMA = build('Llama-3.2-1B-Instruct-q4f16_1-MLC');
const ONNX = build('Llama-3.2-1B-Instruct-ONNX-q4f16');

/** A run at this multiple of what is predicted. */
function run(of: CatalogBuild, ratio: number) {
  return { folder: of.id, measured: ratio * (predictTokensPerSecond(of, WINDOW, GRAPHICS_CARD, 1) ?? 0) };
}
const learn = (of: CatalogBuild, runs: readonly { folder: string; measured: number }[]) =>
  learnCorrection(of, runs, BUILDS, WINDOW, GRAPHICS_CARD);

describe('what is learnt from runs', () => {
  it('is nothing before the first', () => {
    expect(learn(PHI, [])).toBe(1);
  });

  it('is the geometric mean, across models of one engine and backend', () => {
    expect(learn(PHI, [run(PHI, 0.5), run(LLAMA, 2)])).toBeCloseTo(1, 9);
    expect(learn(LLAMA, [run(PHI, 0.5), run(PHI, 0.5)])).toBeCloseTo(0.5, 9);
  });

  it('says nothing about another engine', () => {
    expect(learn(ONNX, [run(PHI, 0.5)])).toBe(1);
  });

  it('forgets all but the last eight', () => {
    const old = Array.from({ length: 20 }, () => run(PHI, 0.1));
    const recent = Array.from({ length: 8 }, () => run(PHI, 2));
    expect(learn(PHI, [...old, ...recent])).toBeCloseTo(2, 9);
  });

  it('leaves out what cannot be: no speed, an unknown model; and bounds what hardly can', () => {
    const broken = [
      { folder: PHI.id, measured: 0 },
      { folder: PHI.id, measured: Number.NaN },
      { folder: 'gone', measured: 9 },
    ];
    expect(learn(PHI, [...broken, { folder: PHI.id, measured: Infinity }])).toBe(1);
    expect(learn(PHI, [run(PHI, 1e9)])).toBeCloseTo(20, 9);
  });

  it('makes the next prediction the measured speed, and stays there', () => {
    const real = run(PHI, 0.6);
    for (const count of [1, 2, 5]) {
      const correction = learn(
        PHI,
        Array.from({ length: count }, () => real),
      );
      const { tokensPerSecond } = judge(PHI, WINDOW, GRAPHICS_CARD, correction);
      expect(tokensPerSecond?.value).toBeCloseTo(real.measured, 6);
    }
  });

  it("counts for a model of the user's own too", () => {
    const added = { ...PHI, id: buildId('my-own') };
    expect(learnCorrection(added, [run(PHI, 0.5)], [...BUILDS, added], WINDOW, GRAPHICS_CARD)).toBeCloseTo(0.5, 9);
  });
});
