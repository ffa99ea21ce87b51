import { describe, expect, it } from 'vitest';
import { learn, newCalibration, normalise, observe, parseCalibration } from './calibration.ts';
import { judgeAnswer } from './confidence.ts';
import { type AnswerTrace, FEATURES, measure, summariseTokens } from './evidence.ts';

const SURE = Array<number>(30).fill(-0.05);
const GOOD: AnswerTrace = {
  prompt: 'What is the capital of France?',
  text: 'The capital of France is Paris, which lies on the Seine.',
  task: 'question',
  end: 'stop',
  logprobs: SURE,
  margins: SURE.map(() => 8),
};
const figuresOf = (trace: AnswerTrace) => measure(trace, summariseTokens(trace));

describe('summariseTokens', () => {
  it('keeps the mean, the worst 8 in a row and the mean margin', () => {
    const logprobs = [...SURE, ...Array<number>(8).fill(-3), ...SURE];
    const summary = summariseTokens({ logprobs, margins: [1, 3] });
    expect(summary.worstLogprob).toBeCloseTo(-3);
    expect(summary.meanLogprob).toBeCloseTo((60 * -0.05 + 8 * -3) / 68);
    expect(summary.meanMargin).toBe(2);
    expect(summariseTokens({ logprobs: [], margins: [] })).toEqual({
      meanLogprob: null,
      worstLogprob: null,
      meanMargin: null,
    });
  });
});

describe('judgeAnswer', () => {
  it('trusts a plain answer, and hardly one that loops', () => {
    expect(judgeAnswer(GOOD, newCalibration()).value).toBeGreaterThan(0.5);
    const loop = judgeAnswer({ ...GOOD, text: 'Paris is the city. '.repeat(12) }, newCalibration());
    expect(loop.value).toBeLessThan(0.15);
    expect(loop.evidence[0]?.code).toBe('looping');
    expect(loop.problems).toHaveLength(1);
  });

  it('trusts the same text less where the model was unsure of it, and says so', () => {
    const unsure = { ...GOOD, logprobs: SURE.map(() => -2.5), margins: SURE.map(() => 0.3) };
    const judged = judgeAnswer(unsure, newCalibration());
    expect(judged.value).toBeLessThan(judgeAnswer(GOOD, newCalibration()).value - 0.1);
    expect(judged.evidence.map(({ code }) => code)).toContain('mean-logprob');
  });

  it('measures as many figures as it names, all finite', () => {
    for (const text of ['', '42', '"answer": "7"\n}', '\\boxed{3}', '💥'.repeat(9)]) {
      const figures = figuresOf({ ...GOOD, text });
      expect(figures).toHaveLength(FEATURES.length);
      expect(figures.every((figure) => figure !== null && Number.isFinite(figure))).toBe(true);
    }
  });
});

describe('learn', () => {
  it('follows the user, within bounds, and comes through storage', () => {
    let calibration = newCalibration();
    const before = judgeAnswer(GOOD, calibration).value;
    for (let time = 0; time < 500; time++) calibration = learn(calibration, 'question', figuresOf(GOOD), false);
    const after = judgeAnswer(GOOD, calibration).value;
    expect(after).toBeLessThan(before - 0.4);
    expect(after).toBeGreaterThan(0.001);
    const stored: unknown = JSON.parse(JSON.stringify(calibration));
    expect(parseCalibration(stored)).toEqual(calibration);
    expect(JSON.stringify(calibration).length).toBeLessThan(2000);
  });

  it('tells good answers from bad ones that look different', () => {
    const bad = { ...GOOD, text: 'Perhaps. It might be, or it could be.', logprobs: SURE.map(() => -2) };
    let calibration = newCalibration();
    for (let time = 0; time < 60; time++) {
      calibration = learn(calibration, 'question', figuresOf(GOOD), true);
      calibration = learn(calibration, 'question', figuresOf(bad), false);
    }
    const gap = (known: typeof calibration) => judgeAnswer(GOOD, known).value - judgeAnswer(bad, known).value;
    expect(gap(calibration)).toBeGreaterThan(gap(newCalibration()));
  });
});

describe('observe', () => {
  it('comes to take for usual what a model usually does', () => {
    const figures = figuresOf({ ...GOOD, text: 'word '.repeat(900) });
    let calibration = newCalibration();
    const [before] = normalise(calibration, 'question', figures);
    for (let time = 0; time < 300; time++) calibration = observe(calibration, 'question', figures);
    const [after] = normalise(calibration, 'question', figures);
    expect(Math.abs(after ?? 9)).toBeLessThan(Math.abs(before ?? 0) / 2);
  });
});

describe('parseCalibration', () => {
  it.each([
    [null],
    ['text'],
    [{ version: 2 }],
    [{ ...newCalibration(), shift: [1] }],
    [{ ...newCalibration(), bias: 'x' }],
  ])('refuses %j', (stored) => {
    expect(parseCalibration(stored)).toBeNull();
  });
});
