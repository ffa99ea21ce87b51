import { estimated, measured } from '../core/quantity.ts';
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

  /** `counts`: what the server reports, measured there; without it tokens are estimated from the text. */
  usage(counts: TokenCounts | null, promptCharacters: number): Usage {
    const totalMs = this.#now() - this.#startedAt;
    const first = this.#firstTokenAt;
    const last = this.#lastTokenAt;
    return {
      promptTokens: counted(counts?.promptTokens, Math.ceil(promptCharacters / CHARACTERS_PER_TOKEN)),
      cachedPromptTokens: counted(counts?.cachedPromptTokens, 0),
      completionTokens: counted(
        counts?.completionTokens,
        Math.max(this.#deltas, Math.round(this.#characters / CHARACTERS_PER_TOKEN)),
      ),
      ttftMs: measured((first ?? this.#now()) - this.#startedAt),
      prefillMs: null,
      // One piece has no duration of its own: the whole wait is the upper bound, so the rate is not overstated.
      decodeMs: this.#deltas === 1 ? estimated(totalMs) : measured(first === null || last === null ? 0 : last - first),
      totalMs: measured(totalMs),
    };
  }
}

function counted(reported: number | null | undefined, guess: number) {
  return reported === null || reported === undefined ? estimated(guess) : measured(reported);
}
