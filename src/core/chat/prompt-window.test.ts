import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../generate-request.ts';
import { MIN_ANSWER_TOKENS, fitPrompt } from './prompt-window.ts';

const WINDOW = 200;
const LIMIT = WINDOW - MIN_ANSWER_TOKENS;

/** One token a character, and three for the template, as a model would see it. */
const count = (messages: readonly ChatMessage[]) =>
  Promise.resolve(messages.reduce((sum, { content }) => sum + content.length, 3));

function chat(...lengths: number[]): ChatMessage[] {
  return lengths.map((length, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: `${index}`.padEnd(length, 'x'),
  }));
}

describe('fitPrompt', () => {
  it('passes on what fits, up to the last token of the limit', async () => {
    const messages = chat(50, 50, LIMIT - 103);
    expect(await fitPrompt(messages, WINDOW, count)).toEqual({
      fits: true,
      messages,
      promptTokens: LIMIT,
      droppedMessages: 0,
    });
  });

  it('leaves out whole exchanges, oldest first, and counts what is left', async () => {
    const messages = chat(60, 60, 30, 30, 20);
    const fit = await fitPrompt(messages, WINDOW, count);
    expect(fit).toEqual({ fits: true, messages: messages.slice(2), promptTokens: 83, droppedMessages: 2 });
  });

  it('always begins with a prompt of the user', async () => {
    for (let last = 1; last < LIMIT - 3; last += 7) {
      const fit = await fitPrompt(chat(40, 20, 40, 20, 40, 20, last), WINDOW, count);
      expect(fit.fits && fit.messages[0]?.role).toBe('user');
    }
  });

  it('keeps the exchange before the prompt where it can, even if the window is nearly full then', async () => {
    const messages = chat(50, 50, 60, 60, 20);
    const fit = await fitPrompt(messages, WINDOW, count);
    expect(fit).toMatchObject({ fits: true, promptTokens: 143, droppedMessages: 2 });
  });

  it('falls back to the prompt alone', async () => {
    const messages = chat(100, 100, LIMIT - 3);
    const fit = await fitPrompt(messages, WINDOW, count);
    expect(fit).toEqual({ fits: true, messages: messages.slice(2), promptTokens: LIMIT, droppedMessages: 2 });
  });

  it('says that a prompt is too long by itself, with its tokens', async () => {
    expect(await fitPrompt(chat(LIMIT - 2), WINDOW, count)).toEqual({ fits: false, promptTokens: LIMIT + 1 });
    expect(await fitPrompt(chat(10, 10, LIMIT), WINDOW, count)).toEqual({ fits: false, promptTokens: LIMIT + 3 });
  });

  it('cuts rarely: after a cut the following turns begin with the same message, so that the KV cache serves', async () => {
    const lengths = Array.from({ length: 61 }, () => 6);
    const begins: string[] = [];
    for (let turns = 1; turns <= 30; turns += 1) {
      const fit = await fitPrompt(chat(...lengths.slice(0, turns * 2 - 1)), WINDOW, count);
      if (fit.fits) begins.push(fit.messages[0]?.content ?? '');
    }
    const cuts = begins.filter((begin, index) => index > 0 && begin !== begins[index - 1]).length;
    expect(begins).toHaveLength(30);
    expect(cuts).toBeGreaterThan(1);
    // Some 22 turns did not fit whole.
    expect(cuts).toBeLessThanOrEqual(10);
  });
});
