import type { ErrorInfo } from './errors.ts';
import type { Quantity } from './quantity.ts';

export type AnswerSource = 'device' | 'cloud';

/** What runs the model. `remote` is the user's own endpoint. */
export type Backend = 'webgpu' | 'wasm' | 'remote';

/**
 * - `stop`: the model ended its answer.
 * - `length`: the token limit or the context window ended it.
 * - `cancelled`: the user did.
 * - `escalate`: the model says that this needs a bigger one.
 */
export type EndReason = 'stop' | 'length' | 'cancelled' | 'escalate';

/** Token counts and durations of one generation, taken where the tokens are made. */
export interface Usage {
  /** All tokens of the prompt, those found in the KV cache included. */
  readonly promptTokens: Quantity;
  /** Prompt tokens that were already in the KV cache and were not computed again. */
  readonly cachedPromptTokens: Quantity;
  readonly completionTokens: Quantity;
  /** Request received → first token known. */
  readonly ttftMs: Quantity;
  /** Model time spent on the prompt; null where it cannot be seen (cloud) or the prompt was not read to its end. */
  readonly prefillMs: Quantity | null;
  /** First token → last token. */
  readonly decodeMs: Quantity;
  readonly totalMs: Quantity;
}

export type StreamPart =
  | {
      readonly type: 'stream-start';
      readonly modelId: string;
      readonly where: AnswerSource;
      readonly backend: Backend;
    }
  | {
      readonly type: 'text-delta';
      readonly text: string;
      readonly tokens: number;
      readonly logprob?: number;
      /** Logit of the best token minus that of the second; summed where the part holds several tokens. */
      readonly margin?: number;
    }
  /** Natural log of the probability that the answer begins with each of the choices that were asked about. */
  | { readonly type: 'choices-weighed'; readonly logprobs: readonly number[] }
  | { readonly type: 'stream-end'; readonly reason: EndReason; readonly usage: Usage }
  | { readonly type: 'stream-error'; readonly error: ErrorInfo };
