import { describe, expect, test } from 'vitest';
import { logSumExp } from './log-sum-exp.ts';
import { seededRandom } from './random.ts';

function exactly(logits: Float32Array, highest: number, temperature: number): number {
  const sum = logits.reduce((total, logit) => total + Math.exp((logit - highest) / temperature), 0);
  return highest / temperature + Math.log(sum);
}

describe('ln Σ exp', () => {
  test.each([1, 4, 30, 200])('is that of Math.exp over logits that spread %i apart', (spread) => {
    const random = seededRandom(7);
    for (let round = 0; round < 20; round++) {
      const logits = Float32Array.from({ length: 5000 }, () => (random() - 0.5) * spread);
      const highest = logits.reduce((most, logit) => Math.max(most, logit));
      for (const temperature of [1, 0.3, 1.7]) {
        const difference = logSumExp(logits, highest, temperature) - exactly(logits, highest, temperature);
        expect(Math.abs(difference)).toBeLessThan(1e-7);
      }
    }
  });

  test('of one token is its logit, and what is impossible adds nothing', () => {
    expect(logSumExp(Float32Array.of(-3), -3)).toBe(-3);
    expect(logSumExp(Float32Array.of(2, Number.NEGATIVE_INFINITY, -1e30), 2)).toBe(2);
  });

  test('of equal ones is ln of their number above them', () => {
    expect(logSumExp(new Float32Array(262_144).fill(5), 5)).toBeCloseTo(5 + Math.log(262_144), 10);
  });
});
