/** Letters of one token in most alphabets; ideographs are about one token each. */
const LETTERS_PER_TOKEN = 4;

/** About how many tokens a text is; the true number depends on the model's tokenizer and is 20 % off at times. */
export function estimateTokens(text: string): number {
  const ideographs = text.match(/[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]/g)?.length ?? 0;
  return Math.ceil((text.length - ideographs) / LETTERS_PER_TOKEN) + ideographs;
}
