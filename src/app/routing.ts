import type { StoreApi } from 'zustand/vanilla';
import type { Answer, Conversation } from '../core/chat/conversation.ts';
import type { ErrorInfo } from '../core/errors.ts';
import type { ConversationId, DecisionId, TurnId } from '../core/ids.ts';
import type { Redaction } from '../core/privacy/redact.ts';
import type { Decision, EgressGrant, FlagReason, OutgoingPayload, Reason } from '../core/routing/decision.ts';
import type { DecisionRecord, JudgedAnswer } from '../core/routing/decision-record.ts';
import type { Difficulty } from '../core/routing/difficulty.ts';
import type { Endpoint } from '../core/routing/endpoint.ts';
import type { AnswerSource, StreamPart } from '../core/stream-part.ts';
import type { CloudControl } from './cloud-control.ts';

/** How far a yes goes. `always`: for every request that is flagged for the same reason. */
export type ConsentScope = 'once' | 'conversation' | 'always';

/** A turn that must go somewhere. */
export interface RouteQuestion {
  /** With the turn in it. */
  readonly conversation: Conversation;
  readonly turnId: TurnId;
  readonly flag: FlagReason | null;
  /** What the answer showed, where an answer raised the flag. */
  readonly evidence?: readonly Reason[];
}

/** A request as it would leave, and what its sender must know of it. */
export interface Outgoing {
  readonly grant: EgressGrant;
  readonly endpoint: Endpoint;
  readonly payload: OutgoingPayload;
  /** What stands in the text for personal data. */
  readonly redactions: readonly Redaction[];
  /** Of the prompt and, at most, of the answer; estimated. */
  readonly promptTokens: number;
  readonly maxCompletionTokens: number;
  /** Money if the answer gets as long as it may; null: the price is unknown. */
  readonly maxCost: number | null;
}

export interface Routed {
  readonly decision: Decision;
  /** What would leave, where the route is `cloud` or `ask`. */
  readonly outgoing: Outgoing | null;
  readonly question: RouteQuestion;
}

/** Takes part in one answer: what passes through is seen, what ends is judged. */
export interface AnswerWatch {
  see(part: StreamPart): void;
  /** Null where nothing can be said of it. */
  judge(answer: Answer): Promise<JudgedAnswer | null>;
}

/**
 * Decides where turns go, builds what leaves, keeps the log. All of it comes with the first prompt: the first paint
 * does not wait for it.
 */
export interface Routing {
  /** Every decision on this device, oldest first. */
  readonly history: StoreApi<readonly DecisionRecord[]>;
  readonly cloud: CloudControl;
  route(question: RouteQuestion): Promise<Routed>;
  /** The same request with some placeholders taken back. */
  redactAgain(routed: Routed, off: ReadonlySet<string>): Outgoing | ErrorInfo;
  consent(conversationId: ConversationId, flag: FlagReason, scope: ConsentScope): void;
  /** Puts the decision into the log; what comes of it follows. */
  log(routed: Routed): void;
  declined(id: DecisionId): void;
  /** What was offered is under way. */
  begun(id: DecisionId): void;
  /** Loads a stored model for one answer; see `Models.borrow`. */
  borrow(folder: string, signal: AbortSignal): Promise<ErrorInfo | null>;
  sending(outgoing: Outgoing): void;
  ended(id: DecisionId, answer: Answer | null): void;
  judged(id: DecisionId, judged: JudgedAnswer): void;
  watch(prompt: string, difficulty: Difficulty | null): AnswerWatch;
  /** The answer as the user reads it: placeholders give way to what they stand for. */
  restored(parts: AsyncIterable<StreamPart>, redactions: readonly Redaction[]): AsyncIterable<StreamPart>;
  /** The user's word on an answer. */
  judge(conversationId: ConversationId, turnId: TurnId, source: AnswerSource, accepted: boolean): Promise<void>;
  markWrong(id: DecisionId, isWrong: boolean): void;
  clear(): Promise<void>;
}
