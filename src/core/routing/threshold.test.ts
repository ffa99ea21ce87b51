import { describe, expect, it } from 'vitest';
import { turnId } from '../ids.ts';
import { decisionRecord, difficultyOf } from '../../testing/decision-records.ts';
import { pastTurns, pointAt, savingsOf, thresholdCurve } from './threshold.ts';

const PRICE = { input: 1, output: 3 };
const EASY = decisionRecord('easy', { difficulty: difficultyOf(0.1) });
const HARD = decisionRecord('hard', { difficulty: difficultyOf(0.9) });
const STRANGE = decisionRecord('strange', { difficulty: difficultyOf(0.9, { coverage: 0.1 }) });

describe('a threshold over the user’s own turns', () => {
  const turns = pastTurns([EASY, HARD]);

  it('sends what scores as high, and counts what that would cost and gain', () => {
    const middle = pointAt(turns, 0.5, PRICE);
    expect(middle).toMatchObject({ threshold: 0.5, localShare: 0.5, cost: 0.004, meanMs: null });
    expect(middle.quality).toBeCloseTo(0.95);
    expect(pointAt(turns, 1, PRICE)).toMatchObject({ localShare: 1, cost: 0, meanMs: 200, quality: 0.5 });
    expect(pointAt(turns, 0, null)).toMatchObject({ localShare: 0, cost: null, quality: 1 });
  });

  it('keeps what has no score of use on the device', () => {
    expect(pointAt(pastTurns([STRANGE]), 0, PRICE).localShare).toBe(1);
    expect(pointAt(pastTurns([decisionRecord('none')]), 0, PRICE)).toMatchObject({ localShare: 1, quality: null });
  });

  it('believes the user rather than the estimate', () => {
    const quality = (accepted: boolean) => pointAt(pastTurns([{ ...HARD, accepted }]), 1, PRICE).quality;
    expect([quality(true), quality(false)]).toEqual([1, 0]);
  });

  it('counts a turn once, with what each source took', () => {
    const sent = decisionRecord('sent', { turnId: turnId('hard'), source: 'cloud', latencyMs: 1000, sentBytes: 50 });
    const [turn, ...others] = pastTurns([HARD, sent]);
    expect(others).toEqual([]);
    expect(turn).toMatchObject({ score: 0.9, deviceMs: 200, cloudMs: 1000, wasSent: true });
    expect(pointAt(pastTurns([HARD, sent, EASY]), 0.5, PRICE).meanMs).toBe(600);
  });

  it('draws a curve on which more stays here as the threshold rises', () => {
    const shares = thresholdCurve(turns, PRICE).map(({ localShare }) => localShare);
    expect(shares.at(0)).toBe(0);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it('with no turns stands on the device', () => {
    expect(pointAt([], 0.5, PRICE)).toMatchObject({ localShare: 1, cost: 0, meanMs: null, quality: null });
  });
});

it('what stayed here is what was saved', () => {
  const sent = { ...HARD, sentBytes: 500 };
  expect(savingsOf(pastTurns([EASY, STRANGE, sent]), PRICE)).toEqual({ turns: 2, bytes: 200, money: 0.008 });
  expect(savingsOf(pastTurns([EASY]), null).money).toBeNull();
});
