import { describe, expect, it } from 'vitest';
import { sparseLabels, ticksFromZero } from './chart-scale.ts';

describe('ticksFromZero', () => {
  it.each([
    [24.1, [0, 10, 20, 30]],
    [0.62, [0, 0.2, 0.4, 0.6, 0.8]],
    [1000, [0, 500, 1000]],
    [100, [0, 50, 100]],
    [531, [0, 200, 400, 600]],
  ])('covers %d', (max, ticks) => {
    expect(ticksFromZero(max)).toEqual(ticks);
  });

  it.each([0.003, 7, 19, 20, 21, 49.9, 12_345])('reaches %d with 3 to 6 ticks', (max) => {
    const ticks = ticksFromZero(max);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.length).toBeLessThanOrEqual(6);
  });

  it('still has an axis when all is zero', () => {
    expect(ticksFromZero(0)).toEqual([0, 1]);
  });
});

describe('sparseLabels', () => {
  it('writes every number while there is room', () => {
    expect(sparseLabels(4, 10)).toEqual([1, 2, 3, 4]);
  });

  it('leaves numbers out evenly when there is not', () => {
    expect(sparseLabels(25, 10)).toEqual([1, 4, 7, 10, 13, 16, 19, 22, 25]);
  });
});
