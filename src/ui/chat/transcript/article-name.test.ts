import { expect, test } from 'vitest';
import { firstWords } from './article-name.ts';

test('keeps a short text', () => {
  expect(firstWords('Is it private?')).toBe('Is it private?');
});

test('makes one line of several, without Markdown marks', () => {
  expect(firstWords('## A title\n\n- **one**\n- `two`')).toBe('A title one two');
});

test('cuts a long text between words', () => {
  expect(firstWords('The quick brown fox jumps over the lazy dog and then it goes home to sleep')).toBe(
    'The quick brown fox jumps over the lazy dog and then it goes…',
  );
});

test('cuts a word that is too long by itself', () => {
  expect(firstWords('x'.repeat(500))).toBe(`${'x'.repeat(60)}…`);
});
