import { expect, it } from 'vitest';
import type { JudgedAnswer } from './decision-record.ts';
import { isInDoubt, withSelfCheck } from './self-check.ts';

const JUDGED: JudgedAnswer = {
  confidence: 0.5,
  evidence: [{ code: 'length', text: 'It is longer than usual, which speaks for it.', weight: 0.2 }],
  problems: [],
  key: 'transformers phi q4',
  task: 'question',
  figures: [],
  fixed: 0,
};

it('is asked for only where the judge is in doubt', () => {
  const doubts = [0.1, 0.39, 0.4, 0.69, 0.7, 0.95].map((confidence) => isInDoubt({ confidence }));
  expect(doubts).toEqual([false, false, true, true, false, false]);
});

it('moves the judgement towards what the model says, and says how sure it was', () => {
  const sure = withSelfCheck(JUDGED, [Math.log(0.6), Math.log(0.2)]);
  expect(sure.confidence).toBeGreaterThan(0.6);
  expect(sure.evidence[0]).toMatchObject({ code: 'self-check', text: expect.stringContaining('yes 75 %') });
  const unsure = withSelfCheck(JUDGED, [Math.log(0.1), Math.log(0.3)]);
  expect(unsure.confidence).toBeCloseTo(1 - sure.confidence, 5);
  expect(unsure.evidence[0]?.text).toContain('against it');
});

it('is bounded, however sure the model is, and says nothing where it cannot be told', () => {
  expect(withSelfCheck(JUDGED, [-40, 0]).confidence).toBeGreaterThan(0.2);
  expect(withSelfCheck(JUDGED, [0, -40]).confidence).toBeLessThan(0.8);
  expect(withSelfCheck(JUDGED, [Number.NEGATIVE_INFINITY, -1])).toBe(JUDGED);
  expect(withSelfCheck(JUDGED, [])).toBe(JUDGED);
});
