import { describe, expect, it } from 'vitest';
import { findWrongSum } from './arithmetic.ts';

describe('findWrongSum', () => {
  it.each([
    ['So 17 × 3 = 41 in all.', '51'],
    ['We get 900 - 16800 = 15900.', '-15900'],
    ['\\(12 \\cdot 12 = 124\\)', '144'],
    ['2 + 3 * 4 = 20', '14'],
    ['1,200 + 300 = 1,600', '1500'],
    ['10 / 4 = 3', '2.5'],
  ])('finds what is wrong in: %s', (text, value) => {
    expect(findWrongSum(text)?.value).toBe(value);
  });

  it.each([
    '17 × 3 = 51, and 2 + 3 * 4 = 14.',
    '1 / 3 = 0.33',
    '10 - 2 - 3 = 5',
    'x^2 + 3 = 7',
    '2x + 3 = 7 and 3(4 + 1) = 15',
    '(1 + 2) * 3 = 9',
    '5 + 2 = 7 = 8 - 1',
    '3 + 4 = 2 + 5',
    '7 + 8 = 3 mod 12, and 5 + 9 = 2 (mod 12)',
    '2 + 3 = 5x, 1 + 1 = 2^1',
    '2^3 + 1 = 9',
    '\\frac{1}{2} + 3 = 3.5',
    '10 + 5 = 50%',
    'On 2024-01-05 = Friday, room 3-4 = closed',
    '2024-01-05 = 5',
    '1.5 + 1.5 = 3',
    'v1.2 + 3 = 9',
  ])('leaves alone: %s', (text) => {
    expect(findWrongSum(text)).toBeNull();
  });

  it('is quick with endless digits and signs', () => {
    const startedAt = performance.now();
    findWrongSum('1+'.repeat(20_000));
    findWrongSum('1'.repeat(20_000));
    findWrongSum(`${'1,111'.repeat(5000)} = `);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});
