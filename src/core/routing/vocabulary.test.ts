import { describe, expect, it } from 'vitest';
import { Vocabulary } from './vocabulary.ts';

describe('a vocabulary', () => {
  const vocabulary = Vocabulary.parse('the\nof\nthe sum\nsum of\n#long');

  it('finds words and pairs of neighbours, each once, in order of appearance', () => {
    const numbers = vocabulary?.numbersIn(['sum', 'of', 'the', 'sum', 'of', 'the', 'long', 'sum']) ?? [];
    expect(Array.from(numbers, (number) => vocabulary?.terms[number])).toEqual(['of', 'sum of', 'the', 'the sum']);
  });

  it('counts the words that it knows, not the pairs', () => {
    expect(vocabulary?.countKnown(['the', 'sum', 'of', 'the'])).toBe(3);
  });

  it('gives the number of one term', () => {
    expect([vocabulary?.numberOf('#long'), vocabulary?.numberOf('sum')]).toEqual([4, undefined]);
  });

  it.each(['', 'a\n\nb', 'a\nb\na', 7, null])('is not made of %j', (json) => {
    expect(Vocabulary.parse(json)).toBeNull();
  });
});
