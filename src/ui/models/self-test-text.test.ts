import { expect, it } from 'vitest';
import type { SelfTest } from '../../core/models/self-test.ts';
import { selfTestText } from './self-test-text.ts';

const PASSED: SelfTest = {
  basis: 'pinned',
  tokens: 16,
  agreement: 1,
  entropy: 0.1,
  printable: 1,
  contextWindow: 2048,
  isSecondTry: false,
};

it('says what a model was compared with', () => {
  expect(selfTestText(PASSED)).toBe('Self-test passed: 16 of 16 tokens as in the answer it came with.');
  expect(selfTestText({ ...PASSED, basis: 'learnt', agreement: 0.875 })).toBe(
    'Self-test passed: 14 of 16 tokens as in its answer of the first load.',
  );
});

it('says that there was nothing to compare with yet', () => {
  expect(selfTestText({ ...PASSED, basis: 'first-load', agreement: null })).toMatch(/remembered for the next load\.$/);
});

it('says that it is smaller than asked for', () => {
  expect(selfTestText({ ...PASSED, isSecondTry: true })).toMatch(/this one has 2,048 tokens of context\.$/);
});
