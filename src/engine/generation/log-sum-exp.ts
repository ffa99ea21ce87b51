const STEP_BITS = 11;
const STEPS = 1 << STEP_BITS;
/** Powers of two below which a term adds nothing that a double would show beside the highest one. */
const OCTAVES = 64;
const NATS_PER_STEP = Math.LN2 / STEPS;
const BY_OCTAVE = Float64Array.from({ length: OCTAVES }, (_, octave) => 2 ** -octave);
const BY_STEP = Float64Array.from({ length: STEPS }, (_, step) => 2 ** (-step / STEPS));

/**
 * ln Σ exp(logit / temperature) over a vocabulary whose highest logit is `highest`; right to 1e-7.
 *
 * A vocabulary has up to 262,144 tokens, and `Math.exp` of each is what a token costs most beside the model's own work.
 * Here exp(-x) is 2^-octave · 2^-(step / 2048) from two tables, and the rest, under 0.0004, by its first-order term
 * (Tang, Table-driven implementation of the exponential function, 1989).
 */
export function logSumExp(logits: Float32Array, highest: number, temperature = 1): number {
  const stepsPerLogit = STEPS / Math.LN2 / temperature;
  let sum = 0;
  for (let id = 0; id < logits.length; id++) {
    const below = (highest - (logits[id] ?? Number.NEGATIVE_INFINITY)) * stepsPerLogit;
    if (!(below < STEPS * OCTAVES)) continue;
    const steps = below | 0;
    const power = (BY_OCTAVE[steps >>> STEP_BITS] ?? 0) * (BY_STEP[steps & (STEPS - 1)] ?? 0);
    sum += power * (1 - (below - steps) * NATS_PER_STEP);
  }
  return highest / temperature + Math.log(sum);
}
