import { describe, expect, it } from 'vitest';
import { findProblems } from './validators.ts';

function codes(prompt: string, text: string, more: Partial<Parameters<typeof findProblems>[0]> = {}): string[] {
  return findProblems({ prompt, text, end: 'stop', ...more }).map(({ code }) => code);
}

// Written here, in the manner in which small models loop; cut short.
const LOOPS: readonly (readonly [string, string])[] = [
  ['one word', `The answer is ${'the '.repeat(40)}`],
  ['one digit', `x = 0.${'3'.repeat(120)}`],
  ['a phrase', `We need to find the area. ${'We can use the formula for the area. '.repeat(9)}`],
  ['a sentence, cut off within', `Sure! ${'I think that it is a good idea to go there. '.repeat(6)}I think that it`],
  ['numbers in a row', `Counting: ${'1, 2, '.repeat(30)}`],
  [
    'a line among others',
    Array.from({ length: 9 }, (_, n) => `Step ${n}:\nCheck whether the number is even`).join('\n'),
  ],
  ['another script', `答えは${'わからない、'.repeat(20)}`],
];

describe('findProblems', () => {
  it.each(LOOPS)('sees a loop of %s', (_, text) => {
    expect(codes('What is the area of the figure?', text)).toContain('looping');
  });

  it.each([
    [
      'a poem with a refrain',
      'Row, row, row your boat,\nGently down the stream,\nMerrily, merrily, merrily, merrily,\nLife is but a dream.',
    ],
    ['a table', `| a | b |\n| - | - |\n${Array.from({ length: 12 }, (_, n) => `| ${n} | ${n * n} |`).join('\n')}`],
    ['a rule of dashes', `Title\n${'-'.repeat(80)}\nText that follows.`],
    [
      'code',
      `for (let i = 0; i < 3; i++) {\n  a[i] = 0;\n  b[i] = 0;\n}\nfor (let i = 0; i < 3; i++) {\n  c[i] = 1;\n}`,
    ],
    ['a laugh', 'Ha ha ha ha, that is a good one!'],
  ])('takes %s for no loop', (_, text) => {
    expect(codes('Write something for me, please', text)).toEqual([]);
  });

  it.each([
    ['Say something.', '  \n', {}, ['empty']],
    ['Shorten it.', 'Nobody came to see the cat. Nobody came to see the cat.', {}, ['said-twice']],
    ['Tell me a story.', 'Once upon a time there was a', { end: 'length' }, ['cut-off']],
    ['Tell me a story.', 'Once upon a time there was a', { end: 'cancelled' }, []],
    ['Tell me a story.', '', { end: 'cancelled' }, []],
    ['Return the name as JSON.', '{"name": "Ada"', {}, ['broken-json']],
    ['Return the name as JSON.', 'Here it is:\n```json\n{"name": "Ada"}\n```\nDone.', {}, []],
    ['Who is it?', 'Ada', { responseSchema: '{}' }, ['broken-json']],
    ['What is a JSON file?', 'A text file with data in it.', {}, []],
    ['Give me three colours.', '- red\n- blue', {}, ['wrong-format']],
    ['Give me three colours.', '1. red\n2. blue\n3. green', {}, []],
    ['Give me three colours.', 'Red, green and blue.', {}, []],
    ['Answer in one word: what is the capital of France?', 'The capital of France is Paris.', {}, ['wrong-format']],
    ['Answer in one word: what is the capital of France?', 'Paris.', {}, []],
    ['Is the sea salty? Answer yes or no.', 'The sea is a body of water.', {}, ['wrong-format']],
    ['Is the sea salty? Answer yes or no.', 'Yes.', {}, []],
    ['What is the boiling point?', "I'm sorry, but I can't help with that.", {}, ['refusal']],
    ['What is the boiling point?', 'This needs a bigger model than me.', {}, ['refusal']],
    ['Why was he late?', 'He said that he could not come because the train was late.', {}, []],
    ['What is the tallest mountain on Earth?', 'What is the tallest mountain on Earth?', {}, ['echo']],
    ['Repeat exactly: the cat sat on the mat', 'Repeat exactly: the cat sat on the mat', {}, []],
    [
      'What is the best way to cook the rice for the family?',
      'Le riz est dans la casserole avec une tasse et les légumes sur le feu.',
      {},
      ['wrong-language'],
    ],
    [
      'How do you say it in French? What is the word for the rice?',
      'Le riz est dans la casserole avec une tasse et les légumes sur le feu.',
      {},
      [],
    ],
    ['What is the name of the river that is in the north?', '这条河在北方的名字是长江', {}, ['wrong-language']],
  ] as const)('%s → %s', (prompt, text, more, expected) => {
    expect(codes(prompt, text, more)).toEqual(expected);
  });

  it('says each in a sentence', () => {
    const [problem] = findProblems({ prompt: 'Hi', text: 'no '.repeat(30), end: 'length' });
    expect(problem?.text).toBe('It loops: it says “no” over and over.');
  });
});
