/** More than the caches of most processors hold. */
const BYTES = 32 << 20;
const LONGEST_MS = 30;
const LEAST_PASSES = 2;

/** Bytes a second that one core reads from memory: the best of the passes that fit into 30 ms. */
export function measureCpuBandwidth(): number | null {
  const values = new Float64Array(BYTES / 8).fill(1);
  const begin = performance.now();
  let bestMs = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let pass = 0; pass < LEAST_PASSES || performance.now() - begin < LONGEST_MS; pass++) {
    const start = performance.now();
    sum += sumOf(values);
    bestMs = Math.min(bestMs, performance.now() - start);
  }
  // The sum is used, so that no compiler leaves the loop out; a clock too coarse to see a pass measures nothing.
  return sum > 0 && bestMs > 0 ? BYTES / (bestMs / 1000) : null;
}

/** Four sums beside each other: one alone would wait for itself rather than for memory. */
function sumOf(values: Float64Array): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let index = 0; index < values.length; index += 4) {
    first += values[index] ?? 0;
    second += values[index + 1] ?? 0;
    third += values[index + 2] ?? 0;
    fourth += values[index + 3] ?? 0;
  }
  return first + second + third + fourth;
}
