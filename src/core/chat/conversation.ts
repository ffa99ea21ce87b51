import type { ErrorInfo } from '../errors.ts';
import type { ConversationId, TurnId } from '../ids.ts';
import type { AnswerSource, Backend, EndReason, Usage } from '../stream-part.ts';

/**
 * How an answer ended. `interrupted`: the page went away while it streamed; the partial text was kept.
 * `failed` keeps the partial text too.
 */
export type AnswerEnd =
  | { readonly type: 'ended'; readonly reason: EndReason; readonly usage: Usage }
  | { readonly type: 'failed'; readonly error: ErrorInfo }
  | { readonly type: 'interrupted' };

export interface Answer {
  readonly source: AnswerSource;
  readonly modelId: string;
  readonly backend: Backend;
  readonly text: string;
  readonly end: AnswerEnd;
  /** Unix time, ms. */
  readonly startedAtMs: number;
}

/** One prompt and its answers: at most one per source. */
export interface Turn {
  readonly id: TurnId;
  readonly prompt: string;
  readonly createdAtMs: number;
  readonly device: Answer | null;
  readonly cloud: Answer | null;
  /** The answer that is shown and that later turns build on. */
  readonly shown: AnswerSource;
}

export interface Conversation {
  readonly id: ConversationId;
  /** Null until named: by the user, or from the first prompt. */
  readonly title: string | null;
  /** Nothing of it may leave this device, whatever the mode. */
  readonly isLocked: boolean;
  /** When the user last named, locked or unlocked it; 0: never. Of two tabs' labels the later ones hold. */
  readonly labelledAtMs: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly turns: readonly Turn[];
}

export interface ConversationSummary {
  readonly id: ConversationId;
  readonly title: string;
  readonly updatedAtMs: number;
  readonly turnCount: number;
  readonly labelledAtMs: number;
}
