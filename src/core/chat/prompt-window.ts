import type { ChatMessage } from '../generate-request.ts';

/** Tokens kept free for an answer: fewer are no answer. */
export const MIN_ANSWER_TOKENS = 48;

/** Once messages must go, the window is filled to this share only, so that several turns follow before the next cut. */
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
  const alone = await count(messages.slice(-1));
  if (alone > limit) return { fits: false, promptTokens: alone };
  const sizes = await Promise.all(messages.map((message) => count([message])));
  for (let start = replayCuts(sizes, limit, contextWindow * REFILL_SHARE); start < messages.length - 1; start += 2) {
    const rest = messages.slice(start);
    const promptTokens = await count(rest);
    if (promptTokens <= limit) return { fits: true, messages: rest, promptTokens, droppedMessages: start };
  }
  return { fits: true, messages: messages.slice(-1), promptTokens: alone, droppedMessages: messages.length - 1 };
}

/**
 * Where this chat's prompt begins now, found by going through its turns again: a cut is made where a turn would not
 * have fitted, and stays. So turns after a cut begin alike, and the KV cache serves them.
 */
function replayCuts(sizes: readonly number[], limit: number, refillTokens: number): number {
  let start = 0;
  for (let end = 0; end < sizes.length; end += 2) {
    const tokens = () => sizes.slice(start, end + 1).reduce((sum, size) => sum + size, 0);
    if (tokens() <= limit) continue;
    // The exchange just before is what a follow-up is about: it goes only if it cannot stay.
    while (start < end && tokens() > (start === end - 2 ? limit : refillTokens)) start += 2;
  }
  return start;
}
