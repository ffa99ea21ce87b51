import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseDifficultyModel, predictDifficulty } from './difficulty.ts';
import { TASK_TYPES, type TaskType } from './task-type.ts';

const FILE = new URL('../../../public/routing/difficulty.json', import.meta.url);

/** None of them is among the examples that it learnt from. */
const PROMPTS: readonly (readonly [TaskType, string])[] = [
  ['rewrite', 'Rewrite my message so that it sounds calmer'],
  ['rewrite', 'Correct the grammar: he go to school yesterday'],
  ['rewrite', 'Translate this letter into Italian'],
  ['rewrite', 'Please rephrase the second paragraph'],
  ['classify', 'Is this comment positive or negative? "I want my money back."'],
  ['classify', 'Classify the message as spam or not spam'],
  ['classify', 'Which category does this article belong to?'],
  ['classify', 'Decide whether the sentence is toxic. Answer yes or no.'],
  ['summarise', 'Summarise the following report in two sentences'],
  ['summarise', 'Give me a short summary of this article'],
  ['summarise', 'What are the key points of the text below?'],
  ['summarise', 'Summarize this paper for a child'],
  ['extract', 'Extract all the dates from this letter'],
  ['extract', 'List all people mentioned in the text'],
  ['extract', 'Find the phone numbers in the passage'],
  ['extract', 'Return the name and the price as JSON'],
  ['question', 'What is the capital of Canada?'],
  ['question', 'Why do leaves turn red?'],
  ['question', 'How does a compass work?'],
  ['question', 'Who painted the ceiling of the Sistine Chapel?'],
  ['code', 'Write a Python function that counts vowels'],
  ['code', 'Why does this JavaScript throw an error? const a = {}; a.b.c();'],
  ['code', 'Write a SQL query for the ten newest orders'],
  ['code', 'Fix the bug in this function: function f(x) { return x + ; }'],
  ['maths', 'What is 48 times 12?'],
  ['maths', 'Solve for x: 2x - 7 = 9'],
  ['maths', 'Find the derivative of x^3 + 2x'],
  ['maths', 'Calculate 20% of 350'],
  ['reasoning', 'Is this syllogism valid? All men are mortal. Socrates is a man.'],
  ['reasoning', 'Solve this riddle: the more you take, the more you leave behind'],
  ['reasoning', 'Tom is taller than Ann and Ann is taller than Joe. Who is the shortest?'],
  ['reasoning', 'Which conclusion follows from the premises?'],
  ['creative', 'Write a poem about the moon'],
  ['creative', 'Tell me a joke about dentists'],
  ['creative', 'Write a short story about a lost key'],
  ['creative', 'Invent a slogan for a coffee shop'],
  ['plan', 'Plan a weekend trip to Vienna'],
  ['plan', 'Make a study schedule for my chemistry exam'],
  ['plan', 'Create a workout plan for beginners'],
  ['plan', 'Make a packing checklist for a week at the sea'],
];

it('tells what prompts that it has not seen want done', () => {
  const model = parseDifficultyModel(JSON.parse(readFileSync(FILE, 'utf8')));
  if (model === null) throw new Error('The shipped model does not parse.');
  const mistaken = PROMPTS.filter(([task, prompt]) => predictDifficulty(model, prompt).task !== task);
  // A linear model over words: this one is known to be taken for a question.
  expect(mistaken.map(([, prompt]) => prompt)).toEqual(['What are the key points of the text below?']);
});

it('has a prompt of every type in its table', () => {
  expect(new Set(PROMPTS.map(([task]) => task))).toEqual(new Set(TASK_TYPES));
});
