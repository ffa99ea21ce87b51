import type { ChatMessage } from '../generate-request.ts';

/** Tokens kept free for an answer: fewer are no answer. */
export const MIN_ANSWER_TOKENS = 48;

/** Once messages must go, this share of the window is filled, so that the next turns can reuse the KV cache. */
const REFILL_SHARE = 0.6;

export type PromptFit =
  | {
      readonly fits: true;
      readonly messages: readonly ChatMessage[];
      readonly promptTokens: number;
      readonly droppedMessages: number;
    }
  /** Not even the last message alone fits. */
  | { readonly fits: false; readonly promptTokens: number };

/**
 * Makes the messages fit the context window by leaving out the oldest exchanges, whole ones only.
 * `count` gives the tokens of a message list as the model would see it.
 */
export async function fitPrompt(
  messages: readonly ChatMessage[],
  contextWindow: number,
  count: (messages: readonly ChatMessage[]) => Promise<number>,
): Promise<PromptFit> {
  const limit = contextWindow - MIN_ANSWER_TOKENS;
  const all = await count(messages);
  if (all <= limit) return { fits: true, messages, promptTokens: all, droppedMessages: 0 };
  const last = messages.slice(-1);
  const alone = await count(last);
  if (alone > limit) return { fits: false, promptTokens: alone };
  for (let dropped = 2; dropped < messages.length; dropped += 2) {
    const rest = messages.slice(dropped);
    const promptTokens = await count(rest);
    if (promptTokens <= Math.max(contextWindow * REFILL_SHARE, alone)) {
      return { fits: true, messages: rest, promptTokens, droppedMessages: dropped };
    }
  }
  return { fits: true, messages: last, promptTokens: alone, droppedMessages: messages.length - 1 };
}
