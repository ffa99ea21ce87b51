import { describe, expect, it, vi } from 'vitest';
import { TokenWatch } from './token-watch.ts';

describe('TokenWatch', () => {
  it('gives the chosen tokens with their true log-probabilities, once', () => {
    const watch = new TokenWatch();
    watch.begin(() => undefined);
    const logits = Float32Array.of(Math.log(1), Math.log(2), Math.log(5));
    expect(watch.processLogits(logits)).toBe(logits);
    watch.processSampledToken(1);
    const [token, ...others] = watch.take();
    expect(others).toEqual([]);
    expect(token?.id).toBe(1);
    expect(token?.logprob).toBeCloseTo(Math.log(2 / 8), 5);
    expect(token?.margin).toBeCloseTo(Math.log(5 / 2), 5);
    expect(watch.take()).toEqual([]);
  });

  it('counts what a grammar forbids as impossible', () => {
    const watch = new TokenWatch();
    watch.processLogits(Float32Array.of(3, Number.NEGATIVE_INFINITY));
    watch.processSampledToken(0);
    expect(watch.take()).toEqual([{ id: 0, logprob: 0, margin: 100 }]);
  });

  it('tells once that the prompt was read, and whether the cache was emptied before', () => {
    const watch = new TokenWatch();
    const read = vi.fn<() => void>();
    watch.resetState();
    watch.begin(read);
    expect(watch.isReset).toBe(false);
    watch.resetState();
    watch.processLogits(Float32Array.of(0, 1));
    watch.processLogits(Float32Array.of(0, 1));
    expect(watch.isReset).toBe(true);
    expect(read).toHaveBeenCalledOnce();
  });

  it.each([[Float32Array.of(1, Number.NaN)], [Float32Array.of(1, Number.POSITIVE_INFINITY)], [new Float32Array()]])(
    'refuses logits that are no numbers: %s',
    (logits) => {
      expect(() => new TokenWatch().processLogits(logits)).toThrow('logits are not finite');
    },
  );
});
