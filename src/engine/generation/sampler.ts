import { HearthError, errorInfo } from '../../core/errors.ts';
import type { Sampling } from '../../core/generate-request.ts';
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
      : (draw(temper(logits, sampling.temperature, highest), sampling.topP, random) ?? best);
  return { id, logprob: at(logits, id) - logSumExp(logits, highest), margin };
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

function logSumExp(logits: Float32Array, highest: number): number {
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp(at(logits, id) - highest);
  return highest + Math.log(sum);
}

/** Probabilities at the temperature; they sum to 1. */
function temper(logits: Float32Array, temperature: number, highest: number): Float64Array {
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - highest) / temperature));
  let sum = 0;
  for (let id = 0; id < weights.length; id++) sum += at(weights, id);
  for (let id = 0; id < weights.length; id++) weights[id] = at(weights, id) / sum;
  return weights;
}

function draw(probabilities: Float64Array, topP: number, random: Random): number | null {
  const nucleus = topP < 1 ? nucleusOf(probabilities, topP) : { ids: probabilities.keys(), mass: 1 };
  let left = random() * nucleus.mass;
  let last: number | null = null;
  for (const id of nucleus.ids) {
    const probability = at(probabilities, id);
    if (probability === 0) continue;
    last = id;
    left -= probability;
    if (left < 0) break;
  }
  return last;
}

/** The fewest most likely tokens whose mass reaches topP; at least one. */
function nucleusOf(probabilities: Float64Array, topP: number): Nucleus {
  // Tokens under this bound hold less than 1 − topP together, so none of them is needed: only the few above are sorted.
  const bound = (1 - topP) / probabilities.length;
  const candidates: number[] = [];
  for (let id = 0; id < probabilities.length; id++) if (at(probabilities, id) >= bound) candidates.push(id);
  candidates.sort((a, b) => at(probabilities, b) - at(probabilities, a) || a - b);
  const ids: number[] = [];
  let mass = 0;
  for (const id of candidates) {
    ids.push(id);
    mass += at(probabilities, id);
    if (mass >= topP) break;
  }
  return { ids, mass };
}

function at(values: Float32Array | Float64Array, index: number): number {
  return values[index] ?? Number.NEGATIVE_INFINITY;
}
