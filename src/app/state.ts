import type { Conversation, ConversationSummary } from '../core/chat/conversation.ts';
import type { ErrorInfo } from '../core/errors.ts';
import type { ConversationId, EndpointId, TurnId } from '../core/ids.ts';
import type { Footprint } from '../core/models/footprint.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { SelfTest } from '../core/models/self-test.ts';
import type { FlagReason, Reason } from '../core/routing/decision.ts';
import type { LargerModel } from '../core/routing/larger-model.ts';
import type { Settings } from '../core/settings.ts';
import type { AnswerSource } from '../core/stream-part.ts';
import type { AppUpdateState } from '../ports/app-updates.ts';
import type { ConnectionTest } from '../ports/cloud-client.ts';
import type { BackendChoice, LoadStage } from '../ports/engine.ts';
import type { PageMemory } from '../ports/storage-meter.ts';
import type { Outgoing } from './routing.ts';

export type EngineState =
  | { readonly type: 'unloaded' }
  | {
      readonly type: 'loading';
      readonly stage: LoadStage;
      readonly loadedBytes: number;
      readonly totalBytes: number;
    }
  | {
      readonly type: 'ready';
      readonly choice: BackendChoice;
      readonly loadMs: number;
      /** Null also where the engine makes none. */
      readonly selfTest: SelfTest | null;
      /** False while its self-test runs, which a question waits for: no answer comes of a model that fails it. */
      readonly isTested: boolean;
    }
  /** Another tab holds the model. */
  | { readonly type: 'elsewhere' }
  | { readonly type: 'failed'; readonly error: ErrorInfo };

/** The turn being answered. One at a time in a tab. */
export type TurnState =
  | { readonly type: 'idle' }
  /** Waiting for the engine or for the endpoint's first token. */
  | {
      readonly type: 'waiting';
      readonly conversationId: ConversationId;
      readonly turnId: TurnId;
      readonly source: AnswerSource;
    }
  | {
      readonly type: 'streaming';
      readonly conversationId: ConversationId;
      readonly turnId: TurnId;
      readonly source: AnswerSource;
    };

/** A question to the user: may this leave? Nothing is sent before yes. */
export interface Offer extends Outgoing {
  readonly conversationId: ConversationId;
  readonly turnId: TurnId;
  readonly reason: FlagReason;
  /** How it came to this, in whole sentences. */
  readonly reasons: readonly Reason[];
}

/** A larger model that is stored here could answer a turn; loaded only after yes. */
export interface LargerOffer {
  readonly conversationId: ConversationId;
  readonly turnId: TurnId;
  readonly reason: FlagReason;
  readonly model: LargerModel;
}

export interface Notice {
  readonly id: number;
  readonly error: ErrorInfo;
}

export type ConnectionTestState =
  | { readonly type: 'untested' }
  | { readonly type: 'testing'; readonly endpointId: EndpointId }
  | { readonly type: 'tested'; readonly endpointId: EndpointId; readonly result: ConnectionTest };

export interface AppState {
  readonly conversations: readonly ConversationSummary[];
  readonly unreadable: readonly ConversationId[];
  readonly searchQuery: string;
  /** Null: no search, all are shown. */
  readonly searchHits: readonly ConversationId[] | null;
  /** Those just deleted, which undo brings back; a second press soon after one must not lose the first. */
  readonly deleted: readonly Conversation[];
  readonly current: Conversation | null;
  readonly turn: TurnState;
  readonly offer: Offer | null;
  readonly largerOffer: LargerOffer | null;
  /** Error of a prompt that was not taken (empty, too long …); the text stays in the box. */
  readonly promptError: ErrorInfo | null;
  readonly settings: Settings;
  readonly model: ModelManifest;
  readonly engine: EngineState;
  /** A stored model that could not be loaded, so that the one that ships answers instead. */
  readonly fallenBack: { readonly folder: string; readonly error: ErrorInfo } | null;
  readonly footprint: Footprint | null;
  readonly pageMemory: PageMemory | null;
  /** Hosts with a key, as `https://host:port`. */
  readonly keyedOrigins: readonly string[];
  /** Those of them whose key is stored, encrypted. */
  readonly rememberedOrigins: readonly string[];
  readonly connectionTest: ConnectionTestState;
  readonly update: AppUpdateState;
  readonly notices: readonly Notice[];
  /** Text for the one `role=status`: start and end of an answer, and results of actions. */
  readonly announcement: string;
}

/** Text of the answer that is being made. Its own store: only the streaming message renders per frame. */
export interface LiveAnswer {
  readonly turnId: TurnId;
  readonly source: AnswerSource;
  readonly text: string;
  readonly tokens: number;
}
