import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDifficultyModel, predictDifficulty, type DifficultyModel } from './difficulty.ts';
import { isScored } from './hardness.ts';
import { readPrompt, surfaceOf } from './prompt-features.ts';

const FILE = new URL('../../../public/routing/difficulty.json', import.meta.url);
const REFERENCE = new URL('../../../tools/router/reference.json', import.meta.url);

interface Reference {
  readonly prompt: string;
  readonly localFails: number;
  readonly strongFails: number;
  readonly knownTerms: number;
  readonly surface: readonly number[];
  readonly task: string;
  readonly taskProbability: number;
}

interface ModelFile {
  readonly terms: string;
  readonly strong: readonly number[];
  readonly surface: readonly object[];
  readonly tasks: object;
}

function readFile(): ModelFile {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

function shippedModel(): DifficultyModel {
  const model = parseDifficultyModel(readFile());
  if (model === null) throw new Error('The shipped model does not parse.');
  return model;
}

describe('the shipped difficulty model', () => {
  const model = shippedModel();

  it('is at most 100 kB', () => {
    expect(readFileSync(FILE).length).toBeLessThanOrEqual(100_000);
  });

  it('predicts what the training script predicted', () => {
    const references: readonly Reference[] = JSON.parse(readFileSync(REFERENCE, 'utf8'));
    expect(references.length).toBeGreaterThan(8);
    for (const wanted of references) {
      const text = readPrompt(wanted.prompt);
      for (const [index, value] of surfaceOf(text).entries())
        expect(value).toBeCloseTo(wanted.surface[index] ?? NaN, 5);
      expect(model.vocabulary.numbersIn(text.words).size).toBe(wanted.knownTerms);
      const { localFails, strongFails, task, taskProbability } = predictDifficulty(model, wanted.prompt);
      expect(localFails).toBeCloseTo(wanted.localFails, 4);
      expect(strongFails).toBeCloseTo(wanted.strongFails, 4);
      expect(task).toBe(wanted.task);
      expect(taskProbability).toBeCloseTo(wanted.taskProbability, 4);
    }
  });

  it('finds a hard proof harder than an everyday question', () => {
    const hard = predictDifficulty(
      model,
      'Prove that every finite integral domain is a field, and find all real x with $x^3 = 2x + 1$.',
    );
    const easy = predictDifficulty(model, 'Which food gives people more energy?');
    expect(hard.localFails).toBeGreaterThan(easy.localFails);
  });

  it.each([
    'Wie viele Einwohner hat die Stadt, und wer hat sie gegründet?',
    'Quelle est la différence entre ces deux phrases, selon vous?',
    'Сколько будет стоить билет в Москву завтра утром?',
    '请把这句话翻译成英文',
    'zxqv blorp wug frindle snarf',
    '😀 12 + 30',
  ])('says that it knows too little of: %s', (prompt) => {
    expect(isScored(predictDifficulty(model, prompt))).toBe(false);
  });

  it.each([
    'Make bullet points: Our goals are lower costs, faster delivery and happier staff.',
    'Extract the names: Mara Ilves paid $60 to Tom Baker.',
    'Make this polite: Send me the report by Friday.',
    'Write a poem about the sea',
  ])('does not route by what it learnt from other tasks: %s', (prompt) => {
    expect(isScored(predictDifficulty(model, prompt))).toBe(false);
  });

  it.each(['Which metal melts at the lowest temperature?', 'Prove that the square root of 2 is irrational.'])(
    'routes what it learnt from: %s',
    (prompt) => {
      expect(isScored(predictDifficulty(model, prompt))).toBe(true);
    },
  );

  it.each([
    'What is the difference between a virus and a bacterium?',
    'Write a short email to my teacher about the school trip.',
    'Which of the following is a function of the heart?',
  ])('knows the words of: %s', (prompt) => {
    expect(predictDifficulty(model, prompt).coverage).toBeGreaterThan(0.7);
  });

  it('names features that stand in the prompt, strongest first', () => {
    const { features } = predictDifficulty(model, 'Find the polynomial whose roots are prime numbers.');
    const weights = features.map(({ weight }) => Math.abs(weight));
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(
      features.some(({ name }) => ['polynomial', 'find', 'prime', 'roots', 'numbers', 'find the'].includes(name)),
    ).toBe(true);
  });

  it('sums its contributions from the words that the model file weighs', () => {
    const features = predictDifficulty(model, 'polynomial').features.map(({ name }) => name);
    expect(features.filter((name) => name === 'polynomial')).toEqual(['polynomial']);
  });

  it('stays within its bounds for an empty and for an endless prompt', () => {
    for (const prompt of ['', 'what is it? '.repeat(50_000), '\ud800'.repeat(10)]) {
      const { localFails, strongFails, score, coverage, taskProbability } = predictDifficulty(model, prompt);
      for (const share of [localFails, strongFails, coverage, taskProbability]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(score).toBeCloseTo(localFails - strongFails, 12);
    }
  });
});

describe('a broken model file', () => {
  const file = readFile();

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['a string', 'model'],
    ['another version', { ...file, version: 2 }],
    ['no scale', { ...file, scale: undefined }],
    ['a negative scale', { ...file, scale: -1 }],
    ['a weight too few', { ...file, local: [1, 2, 3] }],
    ['a weight that is no number', { ...file, strong: [...file.strong.slice(1), 'x'] }],
    ['a weight that is not finite', { ...file, strong: [...file.strong.slice(1), null] }],
    ['terms as a list', { ...file, terms: ['a'] }],
    ['a term twice', { ...file, terms: file.terms.replace(/^[^\n]*\n([^\n]*)/, '$1\n$1') }],
    ['one intercept', { ...file, intercept: [0] }],
    ['no surface', { ...file, surface: [] }],
    ['surface of other names', { ...file, surface: file.surface.map((row) => ({ ...row, name: 'x' })) }],
    ['no task types', { ...file, tasks: { ...file.tasks, types: [] } }],
    ['no tasks', { ...file, tasks: 7 }],
  ])('is refused: %s', (_, json) => {
    expect(parseDifficultyModel(json)).toBeNull();
  });

  it('is told from the whole one', () => {
    expect(parseDifficultyModel(file)).not.toBeNull();
  });
});
