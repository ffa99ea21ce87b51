import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../generate-request.ts';
import { measured } from '../quantity.ts';
import type { StreamPart } from '../stream-part.ts';
import { redactMessages, restore } from './redact.ts';
import { restoreStream } from './restore-stream.ts';

const NONE: ReadonlySet<string> = new Set();
const said = (...contents: readonly string[]): readonly ChatMessage[] =>
  contents.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }));

/** A small generator of pseudo-random numbers in 0…1, the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PIECES = [
  'Anna Meyer',
  'Anna',
  'Meyer',
  'anna.meyer@example.com',
  '[PERSON_1]',
  '[EMAIL_1]',
  '[PERSON_',
  '_1]',
  '[',
  ']',
  '[[PERSON_1]]',
  'PERSON_1',
  '4111 1111 1111 1111',
  'GB82 WEST 1234 5698 7654 32',
  '+49 170 1234567',
  'password: hunter2!x',
  '192.168.0.1',
  '12 Baker Street, London NW1 6XE',
  'https://anna.example.com/?q=Anna',
  '1990-12-24',
  'München',
  'İstanbul',
  '👩‍👩‍👧',
  'ﬁnd',
  'e\u0301',
  '𝒜nna',
  '\u202Eabc',
  '\uD800',
  '中文',
  '$&',
  '$1',
  '\\',
  '\n',
  ' ',
  ' and ',
  '. ',
  ', ',
  'Dr. ',
  'my name is ',
];

describe('redactMessages', () => {
  it('gives back exactly what there was', () => {
    const random = randomFrom(7);
    for (let round = 0; round < 200; round++) {
      const make = () =>
        Array.from({ length: Math.floor(random() * 12) }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');
      const messages = said(make(), make(), make());
      const { messages: sent, redactions } = redactMessages(messages, NONE);
      const back = sent.map(({ content }) => restore(content, redactions));
      expect(back).toEqual(messages.map(({ content }) => content));
      // Some switched off: the same text comes back, and their values are in what leaves.
      const off = new Set(redactions.filter(() => random() < 0.5).map(({ placeholder }) => placeholder));
      const partly = redactMessages(messages, off);
      expect(partly.messages.map(({ content }) => restore(content, partly.redactions))).toEqual(back);
      expect(partly.redactions.map(({ placeholder, value }) => [placeholder, value])).toEqual(
        redactions.map(({ placeholder, value }) => [placeholder, value]),
      );
    }
  });

  it('leaves no value in the text, and one value has one placeholder in all messages', () => {
    const messages = said(
      'My name is Anna Meyer, mail anna@example.com.',
      'Hello Anna Meyer!',
      'Meyer with e. Write to anna@example.com or call +49 170 1234567.',
    );
    const { messages: sent, redactions } = redactMessages(messages, NONE);
    expect(sent.map(({ content }) => content)).toEqual([
      'My name is [PERSON_1], mail [EMAIL_1].',
      'Hello [PERSON_1]!',
      '[PERSON_2] with e. Write to [EMAIL_1] or call [PHONE_1].',
    ]);
    expect(redactions.map(({ value }) => value)).toEqual([
      'Anna Meyer',
      'anna@example.com',
      '+49 170 1234567',
      'Meyer',
    ]);
  });

  it('puts a value back that is switched off, and no other', () => {
    const { messages, redactions } = redactMessages(
      said('My name is Anna Meyer, mail anna@example.com.'),
      new Set(['[EMAIL_1]']),
    );
    expect(messages[0]?.content).toBe('My name is [PERSON_1], mail anna@example.com.');
    expect(redactions.map(({ isOn }) => isOn)).toEqual([true, false]);
  });

  it('does not use a placeholder that somebody typed', () => {
    const { messages } = redactMessages(said('What does [EMAIL_1] mean? I am anna@example.com.'), NONE);
    expect(messages[0]?.content).toBe('What does [EMAIL_1] mean? I am [EMAIL_2].');
  });

  it('leaves the world alone where nobody is concerned', () => {
    const question = said('What is the capital of France?');
    expect(redactMessages(question, NONE)).toEqual({ messages: question, redactions: [] });
    expect(redactMessages(said('I moved to France last year.'), NONE).messages[0]?.content).toBe(
      'I moved to [PLACE_1] last year.',
    );
  });
});

describe('restoreStream', () => {
  const text = 'Dear [PERSON_1], [not this] [PERSON_12] [PERSON_1]. [PERS';
  const redactions = [
    { placeholder: '[PERSON_1]', type: 'person', value: 'Anna [x] Meyer', isOn: true },
    { placeholder: '[PERSON_12]', type: 'person', value: 'Bo', isOn: true },
  ] as const;
  const end: StreamPart = {
    type: 'stream-end',
    reason: 'stop',
    usage: {
      promptTokens: measured(1),
      cachedPromptTokens: measured(0),
      completionTokens: measured(1),
      ttftMs: measured(1),
      prefillMs: null,
      decodeMs: measured(1),
      totalMs: measured(1),
    },
  };

  it.each([1, 2, 3, 5, 8, 100])('shows no half of a placeholder in pieces of %i', async (size) => {
    async function* pieces(): AsyncGenerator<StreamPart> {
      await Promise.resolve();
      for (let at = 0; at < text.length; at += size) {
        yield { type: 'text-delta', text: text.slice(at, at + size), tokens: 1 };
      }
      yield end;
    }
    const whole = restore(text, redactions);
    let shown = '';
    let tokens = 0;
    let last: StreamPart | null = null;
    for await (const part of restoreStream(pieces(), redactions)) {
      last = part;
      if (part.type !== 'text-delta') continue;
      shown += part.text;
      tokens += part.tokens;
      expect(whole.startsWith(shown)).toBe(true);
    }
    expect(shown).toBe(whole);
    expect(tokens).toBe(Math.ceil(text.length / size));
    expect(last).toBe(end);
  });
});
