import type { FlagReason } from './decision.ts';
import type { DecisionRecord, JudgedAnswer } from './decision-record.ts';

/** What an offer that the user took or turned down lets one guess of the answer that they had read. */
export interface OfferHint {
  readonly judged: JudgedAnswer;
  readonly accepted: boolean;
  /** Of a thumb; below 1, as nobody said so. */
  readonly weight: number;
}

/**
 * Whoever reads an answer, is told that it is likely wrong, and takes the offer most likely did not like it. Asked for by
 * hand it may be curiosity, or a comparison. A no may be for the sake of privacy or time, so it tells the least.
 */
const YES: Partial<Record<FlagReason, number>> = { 'weak-answer': 0.4, 'hard-prompt': 0.3, 'user-asked': 0.2 };
const NO: Partial<Record<FlagReason, number>> = { 'weak-answer': 0.2, 'hard-prompt': 0.1 };

/**
 * Null where it tells nothing: there was no answer yet, the user had said what they think of it, it was sent by a
 * standing yes, or an earlier offer for the same turn has told already.
 */
export function hintOf(records: readonly DecisionRecord[], offer: DecisionRecord, isYes: boolean): OfferHint | null {
  const weight = offer.flag === null ? undefined : (isYes ? YES : NO)[offer.flag];
  if (weight === undefined || !isOffer(offer)) return null;
  const ofTurn = records.filter(
    ({ conversationId, turnId }) => conversationId === offer.conversationId && turnId === offer.turnId,
  );
  const isTold = ofTurn.some((other) => other.id !== offer.id && isOffer(other) && other.outcome !== 'offered');
  const answer = ofTurn.findLast(({ id, source }) => id !== offer.id && source === 'device');
  if (isTold || answer === undefined || answer.judged === null || answer.accepted !== null) return null;
  return { judged: answer.judged, accepted: !isYes, weight };
}

function isOffer({ route }: DecisionRecord): boolean {
  return route === 'ask' || route === 'switch';
}
