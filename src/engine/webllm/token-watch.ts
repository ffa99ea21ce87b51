import type { LogitProcessor } from '@mlc-ai/web-llm';
import { HearthError, errorInfo } from '../../core/errors.ts';
import { logSumExp } from '../generation/log-sum-exp.ts';

/** What happened at one step of an answer. */
export interface WatchedToken {
  readonly id: number;
  /** Natural log of the model's own probability of the token, before temperature and nucleus. */
  readonly logprob: number;
  /** Logit of the best token minus that of the second. */
  readonly margin: number;
}

/**
 * Looks over web-llm's shoulder. Its own log-probabilities are those after the temperature, all zero when greedy, and
 * its chunks do not say how many tokens they stand for; as a processor that changes nothing, we see logits and choice.
 */
export class TokenWatch implements LogitProcessor {
  #logits: Float32Array = new Float32Array();
  #highest = 0;
  #margin = 0;
  #tokens: WatchedToken[] = [];
  #isReset = false;
  #onPrompt: () => void = () => undefined;

  /** `onPrompt` is called once, when the prompt was read and the first token is about to be chosen. */
  begin(onPrompt: () => void): void {
    this.#tokens = [];
    this.#isReset = false;
    this.#onPrompt = onPrompt;
  }

  /** Those of the token that was chosen last. */
  get logits(): Float32Array {
    return this.#logits;
  }

  /** Whether the cache was emptied since `begin`. */
  get isReset(): boolean {
    return this.#isReset;
  }

  /** The tokens chosen since the last call. */
  take(): readonly WatchedToken[] {
    const tokens = this.#tokens;
    this.#tokens = [];
    return tokens;
  }

  readonly processLogits = (logits: Float32Array): Float32Array => {
    this.#onPrompt();
    this.#onPrompt = () => undefined;
    this.#logits = logits;
    const { highest, margin } = topOf(logits);
    this.#highest = highest;
    this.#margin = margin;
    // As a broken GPU buffer gives them.
    if (!Number.isFinite(this.#highest)) throw new HearthError(errorInfo('generation-failed', 'logits are not finite'));
    return logits;
  };

  readonly processSampledToken = (id: number): void => {
    this.#tokens.push({ id, logprob: logprobOf(this.#logits, this.#highest, id), margin: this.#margin });
  };

  readonly resetState = (): void => {
    this.#isReset = true;
  };
}

/** No choice is clearer than this: a grammar may have left one token alone. */
const MAX_MARGIN = 100;

/** NaN when one of them is. */
function topOf(logits: Float32Array): { readonly highest: number; readonly margin: number } {
  let highest = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (const logit of logits) {
    second = Math.max(second, Math.min(highest, logit));
    highest = Math.max(highest, logit);
  }
  return { highest, margin: Math.min(MAX_MARGIN, highest - second) };
}

function logprobOf(logits: Float32Array, highest: number, id: number): number {
  return Math.min(0, (logits[id] ?? Number.NEGATIVE_INFINITY) - logSumExp(logits, highest));
}
