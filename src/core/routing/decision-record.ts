import type { AnswerEnd } from '../chat/conversation.ts';
import type { ConversationId, DecisionId, TurnId } from '../ids.ts';
import type { Quantity } from '../quantity.ts';
import type { AnswerMode } from '../settings.ts';
import type { AnswerSource } from '../stream-part.ts';
import type { FlagReason, Reason, Route } from './decision.ts';
import type { Difficulty } from './difficulty.ts';
import type { EndpointTier } from './endpoint.ts';
import type { TaskType } from './task-type.ts';

/**
 * What came of a decision. `offered`: the user has not answered yet. `escalated`: the model said that it needs a bigger
 * one. `interrupted`: the page went away.
 */
export type DecisionOutcome =
  | 'pending'
  | 'offered'
  | 'declined'
  | 'refused'
  | 'answered'
  | 'cut-off'
  | 'stopped'
  | 'escalated'
  | 'failed'
  | 'interrupted';

/** The endpoint of a decision, as it was then. */
export interface AskedEndpoint {
  readonly host: string;
  readonly model: string;
  readonly tier: EndpointTier;
}

/** How good an answer was judged to be, without asking anybody. */
export interface JudgedAnswer {
  /** Probability that it is good, 0…1. */
  readonly confidence: number;
  /** As sentences, strongest first. */
  readonly evidence: readonly { readonly code: string; readonly text: string; readonly weight: number }[];
  readonly problems: readonly string[];
  /** Names the calibration that it was judged with: engine, model and quantization. */
  readonly key: string;
  readonly task: TaskType;
  /** What was measured of it, in the order of `FEATURES`; null: unknown. To learn from the user's word later. */
  readonly figures: readonly (number | null)[];
  /** Log-odds of its problems. */
  readonly fixed: number;
}

/** One decision and what came of it. Of the conversation's text it holds the words that its reasons name, no more. */
export interface DecisionRecord {
  readonly id: DecisionId;
  readonly conversationId: ConversationId;
  readonly turnId: TurnId;
  /** Unix time, ms. */
  readonly atMs: number;
  readonly mode: AnswerMode;
  readonly flag: FlagReason | null;
  readonly route: Route['route'];
  readonly reasons: readonly Reason[];
  readonly difficulty: Difficulty | null;
  /** Of the prompt. */
  readonly words: number;
  /** What was asked or offered; null: the device. */
  readonly endpoint: AskedEndpoint | null;
  /** What answered; null while nothing has. */
  readonly modelId: string | null;
  readonly source: AnswerSource | null;
  readonly outcome: DecisionOutcome;
  readonly latencyMs: number | null;
  readonly promptTokens: Quantity;
  readonly completionTokens: Quantity | null;
  /** Money, at the endpoint's price of then; null: unknown or nothing was sent. */
  readonly cost: Quantity | null;
  /** UTF-8 bytes of the body that left; 0 where none did. */
  readonly sentBytes: number;
  /** UTF-8 bytes of the text that would have had to leave. */
  readonly textBytes: number;
  readonly judged: JudgedAnswer | null;
  /** The user's word on the answer; null: none. */
  readonly accepted: boolean | null;
  /** The user says that this route was wrong. */
  readonly isMarkedWrong: boolean;
}

/** How the end of an answer counts in the log. */
export function outcomeOf(end: AnswerEnd): DecisionOutcome {
  if (end.type !== 'ended') return end.type;
  switch (end.reason) {
    case 'stop':
      return 'answered';
    case 'length':
      return 'cut-off';
    case 'cancelled':
      return 'stopped';
    case 'escalate':
      return 'escalated';
  }
}

/** Spent in the month of `nowMs`, in the browser's time zone (`monthOf`). */
export function spentInMonth(
  records: readonly DecisionRecord[],
  nowMs: number,
  monthOf: (timeMs: number) => string,
): number {
  const month = monthOf(nowMs);
  return records
    .filter(({ atMs, cost }) => cost !== null && monthOf(atMs) === month)
    .reduce((sum, { cost }) => sum + (cost?.value ?? 0), 0);
}
