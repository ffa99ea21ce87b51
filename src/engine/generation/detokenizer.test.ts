import { describe, expect, it } from 'vitest';
import { Detokenizer } from './detokenizer.ts';

const SPECIAL = 256;

/** A byte-level tokenizer: a token a byte. */
const decodeBytes = (ids: readonly number[]) =>
  new TextDecoder().decode(Uint8Array.from(ids.filter((id) => id !== SPECIAL)));

/** A SentencePiece-like one: a space before each word, dropped at the start of what is decoded. */
const WORDS = ['▁Hello', '▁world', '!'];
const decodeWords = (ids: readonly number[]) =>
  ids
    .map((id) => WORDS[id] ?? '')
    .join('')
    .replaceAll('▁', ' ')
    .replace(/^ /u, '');

function pieces(ids: readonly number[], decode: (ids: readonly number[]) => string): string[] {
  const detokenizer = new Detokenizer(decode);
  return [...ids.map((id) => detokenizer.push(id)), detokenizer.flush()];
}

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

describe('Detokenizer', () => {
  it('gives each token its text at once', () => {
    expect(pieces(bytesOf('abc'), decodeBytes)).toEqual(['a', 'b', 'c', '']);
  });

  it('decodes a token that stood alone once, however often it comes', () => {
    const alone: number[] = [];
    const counting = (ids: readonly number[]) => {
      if (ids.length === 1) alone.push(...ids);
      return decodeBytes(ids);
    };
    expect(pieces(bytesOf('ababab'), counting).join('')).toBe('ababab');
    // Each once as what stood before; the first also as what was new, and the last as what is left at the end.
    expect(alone.toSorted((a, b) => a - b)).toEqual(bytesOf('aabb'));
  });

  it('holds the bytes of a character back until it is whole', () => {
    expect(pieces(bytesOf('é🏠.'), decodeBytes)).toEqual(['', 'é', '', '', '', '🏠', '.', '']);
  });

  it('leaves a character out that the end cut in half', () => {
    expect(pieces([...bytesOf('a'), 0xf0, 0x9f], decodeBytes).join('')).toBe('a');
  });

  it('gives bytes that are no character out with the next one that is', () => {
    expect(pieces([0xff, ...bytesOf('a')], decodeBytes).join('')).toBe('\uFFFDa');
  });

  it('keeps the space that a tokenizer drops at the start of a text', () => {
    expect(pieces([0, 1, 2], decodeWords)).toEqual(['Hello', ' world', '!', '']);
  });

  it('shows nothing of a special token and keeps the space after it', () => {
    expect(pieces([0, 9, 1], decodeWords)).toEqual(['Hello', '', ' world', '']);
  });

  it('decodes a few tokens each time, however long the answer', () => {
    let longest = 0;
    const detokenizer = new Detokenizer((ids) => {
      longest = Math.max(longest, ids.length);
      return decodeBytes(ids);
    });
    for (const byte of bytesOf('🏠'.repeat(500))) detokenizer.push(byte);
    expect(longest).toBeLessThanOrEqual(8);
  });
});
