import { expect, it } from 'vitest';
import { weighChoices } from './weigh-choices.ts';

const TOKENS: Record<string, readonly number[]> = { Yes: [0], yes: [1], ' Yes': [2], ' yes': [2], No: [3, 9], no: [4] };
const encode = (text: string) => TOKENS[text] ?? [5];
/** Logits of these probabilities. */
const logits = (...shares: readonly number[]) => new Float32Array(shares.map((share) => Math.log(share) + 7));

it('adds up the ways to write each choice, by their first tokens, over the whole vocabulary', () => {
  const [yes = 0, no = 0] = weighChoices(logits(0.2, 0.1, 0.1, 0.05, 0.15, 0.4), ['Yes', 'No'], encode);
  expect(Math.exp(yes)).toBeCloseTo(0.4, 5);
  // The odd spellings of No begin with token 5.
  expect(Math.exp(no)).toBeCloseTo(0.6, 5);
});

it('leaves out a token that both could begin with', () => {
  const same = (text: string) => (text.trim().toLowerCase() === 'yes' ? [0, 1] : [text === 'No' ? 2 : 0]);
  const [yes = 0, no = 0] = weighChoices(logits(0.5, 0.2, 0.3), ['Yes', 'No'], same);
  expect(yes).toBe(Number.NEGATIVE_INFINITY);
  expect(Math.exp(no)).toBeCloseTo(0.3, 5);
});
