import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW_MS = Date.parse('Mon, 23 Nov 2026 12:00:00 GMT');

describe('how long an endpoint asks to wait', () => {
  it.each<[string | null, string | undefined, number | undefined]>([
    ['7', undefined, 7000],
    ['0', undefined, 0],
    ['1.5', undefined, 1500],
    ['Mon, 23 Nov 2026 12:01:30 GMT', undefined, 90_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', undefined, 0],
    [null, 'Rate limit reached. Please try again in 1.2s.', 1200],
    [null, 'Please try again in 350ms.', 350],
    [null, 'Please try again in 2m.', 120_000],
    ['7', 'Please try again in 1.2s', 7000],
    ['soon', undefined, undefined],
    [null, undefined, undefined],
  ])('header %j, message %j → %j ms', (header, message, ms) => {
    expect(retryAfterMs(header, message, NOW_MS)).toBe(ms);
  });
});
