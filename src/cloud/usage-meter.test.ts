import { describe, expect, it } from 'vitest';
import { estimated, measured } from '../core/quantity.ts';
import { turnMetrics } from '../core/metrics/turn-metrics.ts';
import type { Usage } from '../core/stream-part.ts';
import { type CompletionChunk, parseCompletionChunk } from './completion-chunk.ts';
import { UsageMeter } from './usage-meter.ts';

const COUNTS = { completion_tokens: 1201, completion_tokens_details: { reasoning_tokens: 1000 } };

/** What is known of an answer whose deltas came at these times, and whose counts, if any, came last. */
function usageOf(deltas: readonly (readonly [atMs: number, delta: object])[], counts: object | null): Usage {
  let nowMs = 0;
  const meter = new UsageMeter(() => nowMs);
  for (const [atMs, delta] of deltas) {
    nowMs = atMs;
    const chunk = chunkOf({ choices: [{ delta }] });
    if (chunk.isReasoning) meter.recordReasoning();
    if (chunk.text !== '') meter.recordText(chunk.text);
  }
  return meter.usage(chunkOf({ usage: counts }).usage, 40);
}

function chunkOf(json: object): Extract<CompletionChunk, { type: 'chunk' }> {
  const chunk = parseCompletionChunk(JSON.stringify(json));
  if (chunk.type !== 'chunk') throw new Error(chunk.type);
  return chunk;
}

const words = [
  [20_000, { content: 'forty ' }],
  [22_000, { content: 'two' }],
] as const;

describe('the decode rate of a model that reasons first', () => {
  it('takes the time of its reasoning where that is seen', () => {
    for (const thought of [{ reasoning_content: 'hm' }, { reasoning: 'hm' }]) {
      const usage = usageOf([[2000, thought], [9000, thought], ...words], COUNTS);
      expect(usage.ttftMs).toEqual(measured(20_000));
      expect(turnMetrics(usage).decodeTokensPerSecond).toEqual(measured(60));
    }
  });

  it('is estimated over the whole wait where it is only counted', () => {
    const usage = usageOf(words, COUNTS);
    expect(usage.decodeMs).toEqual(estimated(22_000));
  });

  it('is that of the visible tokens where none are counted', () => {
    const usage = usageOf([[2000, { reasoning: 'hm' }], ...words], null);
    expect(usage.decodeMs).toEqual(measured(2000));
  });
});

it('the decode rate of another model is measured from its first token to its last', () => {
  const none = { completion_tokens: 5, completion_tokens_details: { reasoning_tokens: 0 } };
  expect(usageOf(words, none).decodeMs).toEqual(measured(2000));
  expect(usageOf(words, { completion_tokens: 5, completion_tokens_details: 'none' }).decodeMs).toEqual(measured(2000));
});
