import { describe, expect, it } from 'vitest';
import { estimated, measured } from '../quantity.ts';
import type { Usage } from '../stream-part.ts';
import { sumOfKnown, turnMetrics } from './turn-metrics.ts';

const usage: Usage = {
  promptTokens: measured(112),
  cachedPromptTokens: measured(0),
  completionTokens: measured(41),
  ttftMs: measured(230),
  prefillMs: measured(200),
  decodeMs: measured(1600),
  totalMs: measured(1850),
};

describe('turnMetrics', () => {
  it('counts prefill over the prompt tokens and the time spent on them', () => {
    expect(turnMetrics(usage).prefillTokensPerSecond).toEqual(measured(560));
  });

  it('leaves prompt tokens found in the KV cache out of prefill', () => {
    const cached = turnMetrics({ ...usage, cachedPromptTokens: measured(92) });
    expect(cached.prefillTokensPerSecond).toEqual(measured(100));
  });

  it('counts decode over the steps after the first token', () => {
    expect(turnMetrics(usage).decodeTokensPerSecond).toEqual(measured(25));
  });

  it('knows no prefill where prompt time cannot be seen', () => {
    expect(turnMetrics({ ...usage, prefillMs: null }).prefillTokensPerSecond).toBeNull();
  });

  it('knows no prefill when the whole prompt was cached', () => {
    expect(turnMetrics({ ...usage, cachedPromptTokens: measured(112) }).prefillTokensPerSecond).toBeNull();
  });

  it('knows no first token of an answer that was stopped before it', () => {
    const stopped = { ...usage, completionTokens: measured(0) };
    expect(turnMetrics({ ...stopped, prefillMs: null }).ttftMs).toBeNull();
    expect(turnMetrics(stopped).ttftMs).toEqual(measured(230));
  });

  it.each([0, 1])('knows no decode rate of %i tokens', (tokens) => {
    expect(turnMetrics({ ...usage, completionTokens: measured(tokens) }).decodeTokensPerSecond).toBeNull();
  });

  it.each([0, 0.12])('knows no decode rate when all tokens came within %d ms', (decodeMs) => {
    expect(turnMetrics({ ...usage, decodeMs: measured(decodeMs) }).decodeTokensPerSecond).toBeNull();
  });

  it('believes a fast decode rate that timers can tell', () => {
    expect(turnMetrics({ ...usage, decodeMs: measured(10) }).decodeTokensPerSecond).toEqual(measured(4000));
  });

  it('calls a rate estimated when anything it was computed from is', () => {
    const { prefillTokensPerSecond, decodeTokensPerSecond } = turnMetrics({
      ...usage,
      completionTokens: estimated(41),
    });
    expect(decodeTokensPerSecond).toEqual(estimated(25));
    expect(prefillTokensPerSecond?.basis).toBe('measured');
  });
});

describe('sumOfKnown', () => {
  it('adds what is known and passes over the rest', () => {
    expect(sumOfKnown([measured(3), null, measured(4)])).toEqual(measured(7));
  });

  it('is estimated when a part is', () => {
    expect(sumOfKnown([measured(3), estimated(4)])).toEqual(estimated(7));
  });

  it('is unknown when nothing is known', () => {
    expect(sumOfKnown([null, null])).toBeNull();
  });
});
