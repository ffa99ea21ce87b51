import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import { chooseToken } from './sampler.ts';

const LOGITS = Float32Array.of(0, Math.log(8), Math.log(1), Math.log(3), Math.log(4));
// Probabilities: 1/17, 8/17, 1/17, 3/17, 4/17.

function histogram(sampling: { temperature: number; topP: number }, draws = 4000): number[] {
  const random = seededRandom(1);
  const counts = Array<number>(LOGITS.length).fill(0);
  for (let draw = 0; draw < draws; draw++) {
    const { id } = chooseToken(LOGITS, { ...sampling, maxTokens: 1 }, random);
    counts[id] = (counts[id] ?? 0) + 1 / draws;
  }
  return counts;
}

describe('chooseToken', () => {
  it('takes the most likely token at temperature 0 and draws no random number for it', () => {
    const noRandom = () => {
      throw new Error('drawn');
    };
    expect(chooseToken(LOGITS, { temperature: 0, topP: 1, maxTokens: 1 }, noRandom).id).toBe(1);
  });

  it('gives the logarithm of the probability before temperature', () => {
    const { logprob } = chooseToken(LOGITS, { temperature: 0, topP: 0.5, maxTokens: 1 }, () => 0);
    expect(logprob).toBeCloseTo(Math.log(8 / 17), 5);
  });

  it('gives the distance from the best token to the second, whichever is drawn', () => {
    const sampling = { temperature: 1, topP: 1, maxTokens: 1 };
    for (const value of [0, 0.5, 0.99]) {
      expect(chooseToken(LOGITS, sampling, () => value).margin).toBeCloseTo(Math.log(8 / 4), 5);
    }
    expect(chooseToken(Float32Array.of(1, 2, 2), sampling, () => 0).margin).toBe(0);
    expect(chooseToken(Float32Array.of(2), sampling, () => 0).margin).toBe(100);
  });

  it('draws as often as the probabilities say', () => {
    const counts = histogram({ temperature: 1, topP: 1 });
    for (const [id, share] of [1 / 17, 8 / 17, 1 / 17, 3 / 17, 4 / 17].entries()) {
      expect(counts[id]).toBeCloseTo(share, 1);
    }
  });

  it('sharpens the distribution at a low temperature', () => {
    // p² renormalised: 64 of 91.
    expect(histogram({ temperature: 0.5, topP: 1 })[1]).toBeCloseTo(64 / 91, 1);
  });

  it('keeps the fewest tokens whose mass reaches topP, and renormalises them', () => {
    // 8/17 + 4/17 = 0.706 is too little for 0.75, so 3/17 comes in; the rest never does.
    const counts = histogram({ temperature: 1, topP: 0.75 });
    expect(counts[0]).toBe(0);
    expect(counts[2]).toBe(0);
    expect(counts[1]).toBeCloseTo(8 / 15, 1);
    expect(counts[3]).toBeCloseTo(3 / 15, 1);
  });

  it('keeps one token when topP is tiny', () => {
    expect(histogram({ temperature: 1, topP: 0.01 }, 100)).toEqual([0, expect.closeTo(1), 0, 0, 0]);
  });

  it('keeps the whole of a flat vocabulary within reach', () => {
    const flat = new Float32Array(100);
    const random = seededRandom(3);
    const drawn = new Set<number>();
    for (let draw = 0; draw < 1500; draw++) {
      drawn.add(chooseToken(flat, { temperature: 1, topP: 0.9, maxTokens: 1 }, random).id);
    }
    expect(drawn.size).toBe(90);
  });

  it('never draws a token of probability 0', () => {
    const logits = Float32Array.of(Number.NEGATIVE_INFINITY, 0, Number.NEGATIVE_INFINITY);
    for (const value of [0, 0.5, 0.999_999]) {
      expect(chooseToken(logits, { temperature: 1, topP: 1, maxTokens: 1 }, () => value).id).toBe(1);
    }
  });

  it('refuses logits that are no numbers', () => {
    const broken = new Float32Array(8).fill(Number.NaN);
    expect(() => chooseToken(broken, { temperature: 0, topP: 1, maxTokens: 1 }, () => 0)).toThrow('generation-failed');
  });
});

describe('seededRandom', () => {
  it('repeats itself from the same seed only', () => {
    const draw = (seed: number) => Array.from({ length: 4 }, seededRandom(seed));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });
});
