import { expect, it } from 'vitest';
import { difficultyOf } from '../../testing/decision-records.ts';
import { estimated, measured } from '../quantity.ts';
import { chooseLarger, type LargerModel, loadText, strengthOf } from './larger-model.ts';

const model = (name: string, parameters: number, change: Partial<LargerModel> = {}): LargerModel => ({
  folder: name,
  name,
  parameters,
  contextWindow: 4096,
  isTight: false,
  loadMs: estimated(9400),
  ...change,
});
const SMALL = model('Smol', 135e6);
const MIDDLE = model('Llama', 1.2e9);
const BIG = model('Phi', 3.8e9);

const chosen = (score: number | null, threshold = 0.4, promptTokens = 20) =>
  chooseLarger([BIG, SMALL, MIDDLE], {
    difficulty: score === null ? null : difficultyOf(score),
    threshold,
    promptTokens,
  });

it('the smallest that clears the bar is chosen, whatever the order', () => {
  expect(chosen(0.45)).toMatchObject({ model: { name: 'Smol' }, clears: true });
  expect(chosen(0.6)).toMatchObject({ model: { name: 'Llama' }, clears: true });
  expect(chosen(0.75)).toMatchObject({ model: { name: 'Phi' }, clears: true });
});

it('where none clears it, the largest is named, and that it hardly does', () => {
  const found = chosen(1);
  expect(found).toMatchObject({ model: { name: 'Phi' }, clears: false });
  expect(found?.reason.text).toContain('hardly large enough');
});

it('without a score that can be used, the smallest that holds the prompt is chosen', () => {
  expect(chosen(null)).toMatchObject({ model: { name: 'Smol' }, clears: true });
  const unknown = { difficulty: difficultyOf(1, { coverage: 0.1 }), threshold: 0.4, promptTokens: 20 };
  expect(chooseLarger([BIG, MIDDLE], unknown)).toMatchObject({ model: { name: 'Llama' }, clears: true });
  const wide = model('Wide', 2e9, { contextWindow: 32_768 });
  expect(chooseLarger([BIG, wide], { ...unknown, promptTokens: 9000 })).toMatchObject({ model: { name: 'Wide' } });
  expect(chooseLarger([BIG], { ...unknown, promptTokens: 4080 })).toBeNull();
});

it('a larger one is expected to gain more, and none as much as a server', () => {
  const gains = [5.9e6, 135e6, 1.2e9, 3.8e9, 8e9, 70e9].map((parameters) => strengthOf({ parameters }));
  expect(gains).toEqual(gains.toSorted((a, b) => a - b));
  expect(gains[0]).toBe(0);
  expect(gains.at(-1)).toBeLessThan(0.7);
});

it('says how long loading takes, and whether that was measured', () => {
  expect(loadText(BIG)).toBe('loading it takes about 9 s');
  expect(loadText({ loadMs: measured(3700) })).toBe('loading it took 4 s last time');
});
