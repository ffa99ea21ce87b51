import type { ChatMessage, GenerateRequest } from '../core/generate-request.ts';
import type { ConversationId } from '../core/ids.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { Quantity } from '../core/quantity.ts';
import type { StreamPart } from '../core/stream-part.ts';
import type { BackendChoice } from '../ports/engine.ts';
import type { HearStop } from '../protocol/part-stream.ts';

export type AnswerDelta = Extract<StreamPart, { type: 'text-delta' }>;
export type ChoicesWeighed = Extract<StreamPart, { type: 'choices-weighed' }>;
export type AnswerEnd = Extract<StreamPart, { type: 'stream-end' }>;

/** A model in memory, whichever library runs it. The host keeps calls from overlapping, `countTokens` excepted. */
export interface LoadedModel {
  readonly manifest: ModelManifest;
  readonly choice: BackendChoice;
  /** Bytes of the keys and values that are held now. */
  readonly kvCacheBytes: Quantity;
  /** Yields deltas, or what it was asked to weigh, then one end. Rejects when it fails, with `HearthError` `context-overflow` where the prompt has no room. */
  generate(
    request: GenerateRequest,
    signal: AbortSignal,
    hearStop: HearStop,
  ): AsyncGenerator<AnswerDelta | ChoicesWeighed | AnswerEnd, void, undefined>;
  /** Tokens of the prompt as the model would see it. */
  countTokens(messages: readonly ChatMessage[]): number;
  /** Drops what is kept of a conversation, if it is held. */
  forget(conversation: ConversationId): Promise<void>;
  dispose(): Promise<void>;
}
