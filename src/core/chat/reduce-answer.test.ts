import { describe, expect, it } from 'vitest';
import { errorInfo } from '../errors.ts';
import { measured } from '../quantity.ts';
import type { StreamPart, Usage } from '../stream-part.ts';
import type { AnswerDraft } from './reduce-answer.ts';
import { reduceAnswer, toAnswer } from './reduce-answer.ts';

const USAGE: Usage = {
  promptTokens: measured(9),
  cachedPromptTokens: measured(4),
  completionTokens: measured(2),
  ttftMs: measured(20),
  prefillMs: measured(15),
  decodeMs: measured(10),
  totalMs: measured(31),
};

const EMPTY: AnswerDraft = {
  source: 'device',
  modelId: 'planned',
  backend: 'wasm',
  text: '',
  tokens: 0,
  startedAtMs: 7,
  end: null,
};

const reduce = (...parts: StreamPart[]) => parts.reduce(reduceAnswer, EMPTY);
const START: StreamPart = { type: 'stream-start', modelId: 'real', where: 'device', backend: 'webgpu' };
const delta = (text: string, tokens = 1): StreamPart => ({ type: 'text-delta', text, tokens });

describe('reduceAnswer', () => {
  it('takes over what really runs, and grows by text and tokens', () => {
    expect(reduce(START, delta('He'), delta('llo', 2))).toEqual({
      ...EMPTY,
      modelId: 'real',
      backend: 'webgpu',
      text: 'Hello',
      tokens: 3,
    });
  });

  it('ends as the stream says, with its usage', () => {
    for (const reason of ['stop', 'length', 'cancelled', 'escalate'] as const) {
      expect(reduce(START, delta('x'), { type: 'stream-end', reason, usage: USAGE }).end).toEqual({
        type: 'ended',
        reason,
        usage: USAGE,
      });
    }
  });

  it('keeps the text when it fails', () => {
    const failed = reduce(START, delta('half'), { type: 'stream-error', error: errorInfo('engine-crashed', 'why') });
    expect(toAnswer(failed)).toMatchObject({
      text: 'half',
      end: { type: 'failed', error: { code: 'engine-crashed', detail: 'why' } },
    });
  });

  it('changes nothing after the end', () => {
    const ended = reduce(START, delta('x'), { type: 'stream-end', reason: 'stop', usage: USAGE });
    const late: StreamPart[] = [START, delta('late'), { type: 'stream-error', error: errorInfo('unexpected') }];
    for (const part of late) expect(reduceAnswer(ended, part)).toBe(ended);
  });
});

describe('toAnswer', () => {
  it('is interrupted until the stream has ended, so that what a crash leaves is true', () => {
    expect(toAnswer(reduce(START, delta('half')))).toEqual({
      source: 'device',
      modelId: 'real',
      backend: 'webgpu',
      text: 'half',
      startedAtMs: 7,
      end: { type: 'interrupted' },
    });
  });
});
