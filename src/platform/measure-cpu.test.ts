import { afterEach, describe, expect, it, vi } from 'vitest';
import { measureCpuBandwidth } from './measure-cpu.ts';

afterEach(() => vi.restoreAllMocks());

describe('measureCpuBandwidth', () => {
  it('is what one undisturbed block tells, on a processor that others use', () => {
    let nowMs = 0;
    let calls = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      calls += 1;
      nowMs += calls % 13 === 0 ? 1 : 400;
      return nowMs;
    });
    expect(measureCpuBandwidth()).toBe((8 << 20) / 0.001);
  });

  it('is unknown where the clock stands still for each block', () => {
    let calls = 0;
    // Only the end of the time is seen.
    vi.spyOn(performance, 'now').mockImplementation(() => (calls++ < 200 ? 0 : 1000));
    expect(measureCpuBandwidth()).toBeNull();
  });
});
