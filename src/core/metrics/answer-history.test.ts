import { describe, expect, it } from 'vitest';
import type { Answer, Turn } from '../chat/conversation.ts';
import { turnId } from '../ids.ts';
import { estimated, measured } from '../quantity.ts';
import type { AnswerSource } from '../stream-part.ts';
import { answerHistory, historyPercentile } from './answer-history.ts';

function ended(source: AnswerSource, ttftMs: number): Answer {
  const known = source === 'device' ? measured : estimated;
  return {
    source,
    modelId: 'm',
    backend: source === 'device' ? 'wasm' : 'remote',
    text: 'Hello',
    startedAtMs: 0,
    end: {
      type: 'ended',
      reason: 'stop',
      usage: {
        promptTokens: known(10),
        cachedPromptTokens: known(0),
        completionTokens: known(11),
        ttftMs: known(ttftMs),
        prefillMs: source === 'device' ? known(100) : null,
        decodeMs: known(500),
        totalMs: known(700),
      },
    },
  };
}

function turn(id: string, device: Answer | null, cloud: Answer | null): Turn {
  return {
    id: turnId(id),
    prompt: 'Hi',
    createdAtMs: 0,
    device,
    cloud,
    shown: device === null ? 'cloud' : 'device',
  };
}

const turns: readonly Turn[] = [
  turn('a', ended('device', 100), ended('cloud', 900)),
  turn('b', null, null),
  turn('c', { ...ended('device', 0), end: { type: 'interrupted' } }, null),
  turn('d', ended('device', 300), null),
];

describe('answerHistory', () => {
  it('lists every answer with the number of its turn, the device first', () => {
    const listed = answerHistory(turns).map(({ turnNumber, source }) => `${turnNumber} ${source}`);
    expect(listed).toEqual(['1 device', '1 cloud', '3 device', '4 device']);
  });

  it('keeps an answer without an end, without figures', () => {
    expect(answerHistory(turns)[2]).toMatchObject({ end: 'interrupted', metrics: null });
  });
});

describe('historyPercentile', () => {
  const history = answerHistory(turns);

  it('takes the answers of one source that have the figure', () => {
    expect(historyPercentile(history, 'device', 'ttftMs', 0.5)).toEqual(measured(200));
    expect(historyPercentile(history, 'cloud', 'ttftMs', 0.5)).toEqual(estimated(900));
  });

  it('is unknown where no answer has the figure', () => {
    expect(historyPercentile(history, 'cloud', 'prefillTokensPerSecond', 0.5)).toBeNull();
  });
});
