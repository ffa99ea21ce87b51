import { logSumExp } from './log-sum-exp.ts';

/**
 * Natural log of the probability that an answer begins with each choice, by the first token of the ways in which it may
 * be written. A token that could begin several tells nothing of either. Minus infinity where none is left.
 */
export function weighChoices(
  logits: Float32Array,
  choices: readonly string[],
  encode: (text: string) => readonly number[],
): readonly number[] {
  const firsts = choices.map((choice) => {
    const spellings = [choice, choice.toLowerCase(), ` ${choice}`, ` ${choice.toLowerCase()}`];
    return new Set(spellings.flatMap((spelling) => encode(spelling).slice(0, 1)));
  });
  const isShared = (id: number) => firsts.filter((ids) => ids.has(id)).length > 1;
  const highest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const total = logSumExp(logits, highest) - highest;
  return firsts.map((ids) => {
    const own = [...ids].filter((id) => !isShared(id));
    const mass = own.reduce((sum, id) => sum + Math.exp((logits[id] ?? Number.NEGATIVE_INFINITY) - highest), 0);
    return Math.min(0, Math.log(mass) - total);
  });
}
