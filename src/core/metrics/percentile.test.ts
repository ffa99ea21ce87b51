import { expect, it } from 'vitest';
import { percentile } from './percentile.ts';

it('takes the middle value of an odd count, in any order', () => {
  expect(percentile([9, 1, 5], 0.5)).toBe(5);
});

it('goes linearly between ranks', () => {
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(percentile([0, 10], 0.95)).toBeCloseTo(9.5);
});

it('sorts by value, not as text', () => {
  expect(percentile([100, 9, 20], 1)).toBe(100);
});

it('leaves its input as it was', () => {
  const values = [3, 1, 2];
  percentile(values, 0.5);
  expect(values).toEqual([3, 1, 2]);
});

it('is the value itself for one value, and unknown for none', () => {
  expect(percentile([7], 0.95)).toBe(7);
  expect(percentile([], 0.5)).toBeNull();
});
