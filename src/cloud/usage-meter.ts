import { estimated, measured, type Quantity } from '../core/quantity.ts';
import type { Usage } from '../core/stream-part.ts';
import type { TokenCounts } from './completion-chunk.ts';

// A rule of thumb for English and today's vocabularies; labelled estimated wherever it is used.
const CHARACTERS_PER_TOKEN = 4;

/** Times taken as the answer arrives, in ms of one monotonic clock. */
export class UsageMeter {
  readonly #now: () => number;
  readonly #startedAt: number;
  #firstTokenAt: number | null = null;
  #lastTokenAt: number | null = null;
  #reasoningAt: number | null = null;
  #deltas = 0;
  #characters = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now();
  }

  recordText(text: string): void {
    const at = this.#now();
    this.#firstTokenAt ??= at;
    this.#lastTokenAt = at;
    this.#deltas += 1;
    this.#characters += text.length;
  }

  recordReasoning(): void {
    this.#reasoningAt ??= this.#now();
  }

  /** `counts`: what the server reports, measured there; without it tokens are estimated from the text. */
  usage(counts: TokenCounts | null, promptCharacters: number): Usage {
    const totalMs = this.#now() - this.#startedAt;
    const first = this.#firstTokenAt;
    return {
      promptTokens: counted(counts?.promptTokens, Math.ceil(promptCharacters / CHARACTERS_PER_TOKEN)),
      cachedPromptTokens: counted(counts?.cachedPromptTokens, 0),
      completionTokens: counted(
        counts?.completionTokens,
        Math.max(this.#deltas, Math.round(this.#characters / CHARACTERS_PER_TOKEN)),
      ),
      ttftMs: measured((first ?? this.#now()) - this.#startedAt),
      prefillMs: null,
      decodeMs: this.#decodeMs(counts, totalMs),
      totalMs: measured(totalMs),
    };
  }

  /** Of the tokens that are counted: tokens of reasoning take their time, whether they were seen or not. */
  #decodeMs(counts: TokenCounts | null, totalMs: number): Quantity {
    const [first, last] = [this.#firstTokenAt, this.#lastTokenAt];
    const isCounted = counts !== null && counts.completionTokens !== null;
    const begin = isCounted ? (this.#reasoningAt ?? first) : first;
    const isUnseen = isCounted && this.#reasoningAt === null && (counts.reasoningTokens ?? 0) > 0;
    // One piece has no duration of its own, nor has what was not seen: the whole wait is the upper bound, so the rate
    // is not overstated.
    if (isUnseen || (this.#deltas === 1 && this.#reasoningAt === null)) return estimated(totalMs);
    return measured(begin === null || last === null ? 0 : last - begin);
  }
}

function counted(reported: number | null | undefined, guess: number) {
  return reported === null || reported === undefined ? estimated(guess) : measured(reported);
}
