import { expect, it } from 'vitest';
import { decisionRecord } from '../../testing/decision-records.ts';
import { turnId } from '../ids.ts';
import type { DecisionRecord, JudgedAnswer } from './decision-record.ts';
import { hintOf } from './offer-hint.ts';

const judged: JudgedAnswer = {
  confidence: 0.3,
  evidence: [],
  problems: [],
  key: 'transformers ember q8',
  task: 'question',
  figures: [],
  fixed: 0,
};
const of = (id: string, change: Partial<DecisionRecord> = {}) => decisionRecord(id, { turnId: turnId('t'), ...change });
const ANSWER = of('answer', { judged });
const offer = (change: Partial<DecisionRecord> = {}) =>
  of('offer', { route: 'ask', flag: 'weak-answer', outcome: 'offered', source: null, ...change });

it('a yes speaks against the answer that was read, a no for it, and less', () => {
  const yes = hintOf([ANSWER, offer()], offer(), true);
  const no = hintOf([ANSWER, offer()], offer(), false);
  expect(yes).toMatchObject({ judged, accepted: false });
  expect(no).toMatchObject({ judged, accepted: true });
  expect(yes?.weight).toBeLessThan(1);
  expect(no?.weight).toBeLessThan(yes?.weight ?? 0);
});

it('a larger model on this device tells as much as the cloud', () => {
  const larger = offer({ route: 'switch' });
  expect(hintOf([ANSWER, larger], larger, true)).toEqual(hintOf([ANSWER, offer()], offer(), true));
});

it.each<[string, readonly DecisionRecord[], DecisionRecord]>([
  ['an offer before any answer', [offer({ flag: 'hard-prompt' })], offer({ flag: 'hard-prompt' })],
  ['what the model itself asked for', [ANSWER], offer({ flag: 'model-escalated' })],
  ['what a standing yes sent', [ANSWER], offer({ route: 'cloud' })],
  ['an answer that the user has judged', [{ ...ANSWER, accepted: true }], offer()],
  ['a second offer for the same turn', [ANSWER, { ...offer(), id: of('first').id, outcome: 'declined' }], offer()],
  ['the answer to another prompt', [decisionRecord('answer', { judged })], offer()],
])('%s tells nothing', (_, records, asked) => {
  expect(hintOf(records, asked, true)).toBeNull();
});

it('a no to what was asked for by hand tells nothing: it was thought better of', () => {
  expect(hintOf([ANSWER], offer({ flag: 'user-asked' }), false)).toBeNull();
  expect(hintOf([ANSWER], offer({ flag: 'user-asked' }), true)?.weight).toBeLessThan(0.3);
});
