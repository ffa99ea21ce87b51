import { describe, expect, it } from 'vitest';
import { findSaidTwice } from './said-twice.ts';

describe('findSaidTwice', () => {
  it.each([
    ['a sentence', 'No one has come to see the flat. No one has come to see the flat.', 'no one has come to'],
    [
      'a point of a list',
      '- The rent will be paid back\n- The rent will be paid back\n- Ask the agent',
      'the rent will be paid',
    ],
    [
      'the start of a copy',
      "I'm afraid my tram was late and you're I'm afraid my tram was late",
      "i'm afraid my tram was",
    ],
    ['one word', 'I am very very very very very very tired', 'very'],
    [
      'a point of four words',
      '- Room two needs paint\n- Room two needs paint\n- Room six is done',
      'room two needs paint',
    ],
  ])('sees %s', (_, answer, said) => {
    expect(findSaidTwice('Make this shorter: the flat, the rent, the tram', answer)).toBe(said);
  });

  it.each([
    ['an answer without it', 'Shorten this.', 'The flat is still free. Ask the agent about the rent.'],
    [
      'what the prompt says twice itself',
      'Polite: come to the big table now. Come to the big table now!',
      'Come to the big table, please. Come to the big table now.',
    ],
    ['a refrain', 'Write a song about rain', 'Rain is on the roof again, oh rain is on the roof again'],
    ['code', 'Print it twice', 'print the value of x now;\nprint the value of x now;'],
    ['data', 'As JSON', '{"a": "one two three four five", "b": "one two three four five"}'],
    ['numbers', 'Count', '1 2 3 4 5 1 2 3 4 5'],
    [
      'a long answer',
      'Explain',
      `The area of the triangle is half. ${'So it goes on with other words. '
        .split(' ')
        .map((word, at) => `${word}${at}`)
        .join(' ')
        .repeat(12)} The area of the triangle is half.`,
    ],
  ])('takes nothing amiss in %s', (_, prompt, answer) => {
    expect(findSaidTwice(prompt, answer)).toBeNull();
  });
});
