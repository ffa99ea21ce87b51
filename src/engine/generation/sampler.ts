import { HearthError, errorInfo } from '../../core/errors.ts';
import type { Sampling } from '../../core/generate-request.ts';
import { logSumExp } from './log-sum-exp.ts';
import type { Random } from './random.ts';

export interface Choice {
  readonly id: number;
  /** Natural log of the model's own probability of the token, before temperature and nucleus. */
  readonly logprob: number;
  /** Logit of the best token minus that of the second: how clear the choice was, whatever was drawn. 0 or more. */
  readonly margin: number;
}

interface Nucleus {
  readonly ids: Iterable<number>;
  readonly mass: number;
}

/**
 * Draws the next token: greedy at temperature 0, else from the tempered distribution cut to its nucleus
 * (Holtzman et al. 2020). Throws `HearthError` `generation-failed` when the logits are not numbers, as a
 * broken GPU buffer gives them.
 */
export function chooseToken(logits: Float32Array, sampling: Sampling, random: Random): Choice {
  const { best, margin } = topOf(logits);
  const highest = at(logits, best);
  const id =
    sampling.temperature === 0
      ? best
      : (draw(new Tempered(logits, sampling.temperature, highest), sampling.topP, random) ?? best);
  return { id, logprob: Math.min(0, at(logits, id) - logSumExp(logits, highest)), margin };
}

/** No choice is clearer than this: where all others are impossible, JSON could not carry the difference. */
const MAX_MARGIN = 100;

function topOf(logits: Float32Array): { readonly best: number; readonly margin: number } {
  let best = -1;
  let highest = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) {
    const value = at(logits, id);
    if (value > highest) {
      second = highest;
      highest = value;
      best = id;
    } else if (value > second) {
      second = value;
    }
  }
  if (!Number.isFinite(highest)) throw new HearthError(errorInfo('generation-failed', 'logits are not finite'));
  return { best, margin: Math.min(MAX_MARGIN, highest - second) };
}

/** Log-probabilities at a temperature, one at a time: those that cannot be drawn are never computed. */
class Tempered {
  readonly size: number;
  readonly #logits: Float32Array;
  readonly #temperature: number;
  readonly #total: number;

  constructor(logits: Float32Array, temperature: number, highest: number) {
    this.size = logits.length;
    this.#logits = logits;
    this.#temperature = temperature;
    this.#total = logSumExp(logits, highest, temperature);
  }

  logprob(id: number): number {
    return at(this.#logits, id) / this.#temperature - this.#total;
  }
}

function draw(tempered: Tempered, topP: number, random: Random): number | null {
  const nucleus = topP < 1 ? nucleusOf(tempered, topP) : { ids: Array(tempered.size).keys(), mass: 1 };
  let left = random() * nucleus.mass;
  let last: number | null = null;
  for (const id of nucleus.ids) {
    const probability = Math.exp(tempered.logprob(id));
    if (probability === 0) continue;
    last = id;
    left -= probability;
    if (left < 0) break;
  }
  return last;
}

/** The fewest most likely tokens whose mass reaches topP; at least one. */
function nucleusOf(tempered: Tempered, topP: number): Nucleus {
  // Tokens under this bound hold less than 1 − topP together, so none of them is needed: only the few above are sorted.
  const bound = Math.log((1 - topP) / tempered.size);
  const candidates: number[] = [];
  for (let id = 0; id < tempered.size; id++) if (tempered.logprob(id) >= bound) candidates.push(id);
  candidates.sort((a, b) => tempered.logprob(b) - tempered.logprob(a) || a - b);
  const ids: number[] = [];
  let mass = 0;
  for (const id of candidates) {
    ids.push(id);
    mass += Math.exp(tempered.logprob(id));
    if (mass >= topP) break;
  }
  return { ids, mass };
}

function at(values: Float32Array, index: number): number {
  return values[index] ?? Number.NEGATIVE_INFINITY;
}
