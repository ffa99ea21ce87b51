/** More than the caches of most processors hold. */
const BYTES = 32 << 20;
/** Timed one by one: read within a millisecond, most of them without another program getting in between. */
const BLOCK_VALUES = (8 << 20) / 8;
const LONGEST_MS = 30;
/** On a busy processor too, so that one block at least is read in one go. */
const LEAST_PASSES = 6;

/** Bytes a second that one core reads from memory: the best block of six passes, or of as many as fit into 30 ms. */
export function measureCpuBandwidth(): number | null {
  const values = new Float64Array(BYTES / 8).fill(1);
  const begin = performance.now();
  let bestMs = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let pass = 0; pass < LEAST_PASSES || performance.now() - begin < LONGEST_MS; pass++) {
    for (let from = 0; from < values.length; from += BLOCK_VALUES) {
      const start = performance.now();
      sum += sumOf(values, from, from + BLOCK_VALUES);
      bestMs = Math.min(bestMs, performance.now() - start);
    }
  }
  // The sum is used, so that no compiler leaves the loop out; a clock too coarse to see a block measures nothing.
  return sum > 0 && bestMs > 0 ? (BLOCK_VALUES * 8) / (bestMs / 1000) : null;
}

/** Four sums beside each other: one alone would wait for itself rather than for memory. */
function sumOf(values: Float64Array, from: number, to: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = from; index < to; index += 4) {
    first += values[index] ?? 0;
    second += values[index + 1] ?? 0;
    third += values[index + 2] ?? 0;
    fourth += values[index + 3] ?? 0;
  }
  return first + second + third + fourth;
}
