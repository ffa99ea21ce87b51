import type { ConversationId } from './ids.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Sampling settings; they apply per request, no model is reloaded for them. */
export interface Sampling {
  /** 0 is greedy. */
  readonly temperature: number;
  /** Nucleus mass in (0, 1]; 1 keeps all tokens (Holtzman et al. 2020). */
  readonly topP: number;
  readonly maxTokens: number;
  readonly seed?: number;
}

export interface GenerateRequest {
  /** Names the KV cache to go on with. */
  readonly conversationId: ConversationId;
  /** Oldest first; the last one is the user's. */
  readonly messages: readonly ChatMessage[];
  readonly sampling: Sampling;
  /** A JSON schema, as text, that the answer is held to; only web-llm can, others answer as if it were not there. */
  readonly responseSchema?: string;
  /**
   * Nothing is said: the model reads the messages and tells how likely each of these would begin its answer, as one
   * part `choices-weighed`. An engine that cannot ends without one.
   */
  readonly choices?: readonly string[];
}
