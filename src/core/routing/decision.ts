import type { ErrorInfo } from '../errors.ts';
import type { ConversationId, DecisionId, EndpointId } from '../ids.ts';
import type { Difficulty } from './difficulty.ts';
import type { LargerModel } from './larger-model.ts';

/** Why a request is flagged for the cloud. A flag sends nothing: it asks. */
export type FlagReason =
  | 'user-asked'
  | 'mode-cloud'
  | 'model-escalated'
  | 'context-overflow'
  | 'device-failed'
  | 'user-rule'
  | 'missing-ability'
  | 'hard-prompt'
  | 'weak-answer';

/** One step of a decision, as a sentence that a person understands. */
export interface Reason {
  readonly stage: 'policy' | 'capability' | 'difficulty' | 'tier' | 'evidence';
  readonly code: string;
  readonly text: string;
}

/** The request body as it would leave, byte for byte, and where to. */
export interface OutgoingPayload {
  /** Full URL of the chat completions call. */
  readonly url: string;
  /** JSON text, exactly what is posted. */
  readonly body: string;
}

/** What a request that leaves can show: who allowed it and whose words it carries. */
export interface EgressGrant {
  readonly decisionId: DecisionId;
  /** Null where it carries nobody's words: a test of the connection. */
  readonly conversationId: ConversationId | null;
}

/**
 * Where a turn is answered, before there is a payload.
 * - `device`: answer here.
 * - `cloud`: send; the user chose so, now or by a standing consent.
 * - `ask`: show what would leave, send nothing before yes.
 * - `switch`: a larger model that is stored here answers; it is loaded first, or offered first.
 * - `refuse`: neither can be done; the error says why and what next.
 */
export type Route =
  | {
      readonly route: 'device';
      /** Why the model here is not enough, where a larger one is to be offered beside its answer. */
      readonly beyond?: FlagReason;
    }
  | {
      readonly route: 'switch';
      readonly flag: FlagReason;
      readonly larger: LargerModel;
      /** Nothing is loaded before yes. */
      readonly isAsked: boolean;
    }
  | { readonly route: 'cloud' | 'ask'; readonly flag: FlagReason; readonly endpointId: EndpointId }
  | { readonly route: 'refuse'; readonly error: ErrorInfo };

export type Decision = Route & {
  readonly id: DecisionId;
  /** In the order in which they were found. */
  readonly reasons: readonly Reason[];
  /** Null where no model of it is there. */
  readonly difficulty: Difficulty | null;
};
