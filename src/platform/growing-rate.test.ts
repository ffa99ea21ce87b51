import { describe, expect, it } from 'vitest';
import { growingRate } from './growing-rate.ts';

/** A device of one unit a microsecond; `delaysMs` is what each step waits besides. */
function device(delaysMs: readonly number[] = []) {
  const sizes: number[] = [];
  let nowMs = 0;
  return {
    sizes,
    nowMs: () => nowMs,
    step: (size: number) => {
      const ms = size / 1000 + (delaysMs[sizes.length] ?? 0);
      sizes.push(size);
      nowMs += ms;
      return Promise.resolve({ ms, rate: size / (ms / 1000) });
    },
  };
}

describe('growingRate', () => {
  it('is that of the first size that takes long enough', async () => {
    const { nowMs, sizes, step } = device();
    expect(await growingRate(1000, 1_000_000, 4, step, nowMs)).toBeCloseTo(1e6, 3);
    expect(sizes).toEqual([1000, 4000, 16_000, 16_000]);
  });

  it('does not take one delay for a slow device', async () => {
    const { nowMs, sizes, step } = device([80]);
    expect(await growingRate(1000, 1_000_000, 4, step, nowMs)).toBeCloseTo(1e6, 3);
    expect(sizes.at(-1)).toBe(16_000);
  });

  it('is that of the largest size where even this is done at once', async () => {
    const { nowMs, sizes, step } = device();
    expect(await growingRate(1000, 4000, 4, step, nowMs)).toBeCloseTo(1e6, 3);
    expect(sizes).toEqual([1000, 4000]);
  });

  it('ends when the time is up', async () => {
    const { nowMs, sizes, step } = device([9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
    await growingRate(1, 1_000_000, 2, step, nowMs);
    expect(sizes).toHaveLength(7);
  });

  it('is unknown where no clock saw a step', async () => {
    expect(
      await growingRate(
        1,
        4,
        2,
        () => Promise.resolve({ ms: 0, rate: Infinity }),
        () => 0,
      ),
    ).toBeNull();
  });
});
