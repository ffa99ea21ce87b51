import { describe, expect, it } from 'vitest';
import { commonPrefix, idsOf, tokenise } from './token-history.ts';
import type { Segment } from './token-history.ts';

/** A token a character; what was tokenised is noted. */
function recorder() {
  const seen: string[] = [];
  return {
    seen,
    encode: (text: string) => {
      seen.push(text);
      return Array.from(text, (character) => character.codePointAt(0) ?? 0);
    },
  };
}

const FIRST = '<u>Hi<a>';
const PROMPT: Segment = { kind: 'prompt', text: FIRST, ids: [1, 2, 3] };
const ANSWER: Segment = { kind: 'answer', text: 'Hello', ids: [9, 9] };

describe('tokenise', () => {
  it('tokenises a new conversation whole', () => {
    const { encode, seen } = recorder();
    expect(tokenise(FIRST, [], [], encode)).toHaveLength(1);
    expect(seen).toEqual([FIRST]);
  });

  it("keeps the answer's own tokens and tokenises only the new turn", () => {
    const { encode, seen } = recorder();
    const segments = tokenise(`${FIRST}Hello<u>Bye<a>`, ['Hello'], [PROMPT, ANSWER], encode);
    expect(idsOf(segments).slice(0, 5)).toEqual([1, 2, 3, 9, 9]);
    expect(seen).toEqual(['<u>Bye<a>']);
  });

  it('keeps the prompt when its answer is made anew', () => {
    const { encode, seen } = recorder();
    expect(tokenise(FIRST, [], [PROMPT, ANSWER], encode)).toEqual([PROMPT]);
    expect(seen).toEqual([]);
  });

  it('keeps an answer that the template trims', () => {
    const { encode } = recorder();
    const padded: Segment = { ...ANSWER, text: ' Hello\n' };
    const segments = tokenise(`${FIRST}Hello<u>Bye<a>`, [' Hello\n'], [PROMPT, padded], encode);
    expect(segments.slice(0, 2)).toEqual([PROMPT, padded]);
  });

  it('tokenises from the prompt on when another answer is shown', () => {
    const { encode, seen } = recorder();
    tokenise(`${FIRST}From the cloud<u>Bye<a>`, ['From the cloud'], [PROMPT, ANSWER], encode);
    expect(seen).toEqual([`${FIRST}From the cloud<u>Bye<a>`]);
  });

  it('is not misled by an answer that begins with the one it knows', () => {
    const { encode, seen } = recorder();
    tokenise(`${FIRST}Hello there<u>Bye<a>`, ['Hello there'], [PROMPT, ANSWER], encode);
    expect(seen).toEqual([`${FIRST}Hello there<u>Bye<a>`]);
  });

  it('tokenises all of it when the first prompt was edited', () => {
    const { encode, seen } = recorder();
    tokenise('<u>Hey<a>', [], [PROMPT, ANSWER], encode);
    expect(seen).toEqual(['<u>Hey<a>']);
  });
});

describe('commonPrefix', () => {
  it('ends at the first difference or the shorter end', () => {
    expect(commonPrefix([1, 2, 3], [1, 2, 4])).toBe(2);
    expect(commonPrefix([1, 2], [1, 2, 3])).toBe(2);
    expect(commonPrefix([], [1])).toBe(0);
  });
});
