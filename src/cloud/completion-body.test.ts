import { describe, expect, it } from 'vitest';
import { type BodyEvent, readCompletionBody } from './completion-body.ts';

describe('the body of a completion', () => {
  it('reads the same events however the stream was cut', async () => {
    const stream = [
      ': ping\r\n\r\n',
      'data: {"choices":[{"delta":{"role":"assistant","content":"Hé"}}],"model":"m"}\r\n\r\n',
      'event: message\ndata: {"choices":[{"delta":{"content":"llo"},"finish_reason":"stop"}]}\n\n',
      'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1}}}\n\n',
      'data: [DONE]\n\n',
    ].join('');
    const whole = await read([stream]);
    expect(whole.map(summary)).toEqual(['Hé', 'llo stop', ' 3/1/2', 'done']);
    for (const size of [1, 2, 3, 7, 50]) {
      expect(await read(stream.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [])).toEqual(whole);
    }
  });

  it('accepts a [DONE] without the blank line that should end it', async () => {
    expect((await read(['data: [DONE]'])).map(summary)).toEqual(['done']);
  });

  it('shows no hidden thoughts, and a refusal as text', async () => {
    const thought = 'data: {"choices":[{"delta":{"content":null,"reasoning_content":"hm","reasoning":"hm"}}]}\n\n';
    const refusal = 'data: {"choices":[{"delta":{"refusal":"I cannot."}}]}\n\n';
    expect((await read([thought, refusal])).map(summary)).toEqual(['', 'I cannot.']);
  });

  it('passes over objects that carry no choice, as Azure’s first one', async () => {
    expect((await read(['data: {"prompt_filter_results":[]}\n\n'])).map(summary)).toEqual(['']);
  });

  it.each([
    ['{"error":{"message":"no","code":503}}', 'no', 503],
    ['{"error":{"message":"no","type":"x","code":"bad_key"}}', 'no', null],
    ['{"error":"no"}', 'no', null],
    ['{"detail":"no"}', 'no', null],
    ['{"object":"error","message":"no","code":400}', 'no', 400],
  ])('hears the failure in %s', async (json, message, status) => {
    expect(await read([`data: ${json}\n\n`])).toEqual([{ type: 'failure', message, status }]);
    expect(await read([json])).toEqual([{ type: 'failure', message, status }]);
  });

  it.each(['data: {"choices":[{"del\n\n', 'data: {"choices":"none"}\n\n', 'data: 7\n\n', '{"foo":1}', '[1]', '<html>'])(
    'calls %j malformed',
    async (body) => {
      expect(await read([body])).toEqual([{ type: 'malformed' }]);
    },
  );

  it('stops reading a line that never ends', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<string> {
      for (;;) {
        pieces += 1;
        yield `data: ${'x'.repeat(1024 * 1024)}`;
      }
    }
    const events: BodyEvent[] = [];
    for await (const event of readCompletionBody(endless())) events.push(event);
    expect(events).toEqual([{ type: 'malformed' }]);
    expect(pieces).toBeLessThan(12);
  });

  it('yields nothing for an empty body', async () => {
    expect(await read([' \n'])).toEqual([]);
  });
});

async function read(texts: readonly string[]): Promise<readonly BodyEvent[]> {
  async function* source(): AsyncGenerator<string> {
    yield* texts;
  }
  const events: BodyEvent[] = [];
  for await (const event of readCompletionBody(source())) events.push(event);
  return events;
}

function summary(event: BodyEvent): string {
  if (event.type !== 'chunk') return event.type;
  const { text, finishReason, usage } = event;
  const counts = usage === null ? '' : ` ${usage.promptTokens}/${usage.cachedPromptTokens}/${usage.completionTokens}`;
  return `${text}${finishReason === null ? '' : ` ${finishReason}`}${counts}`;
}
