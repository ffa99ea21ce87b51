/**
 * How much faster the runtime's int8 kernels are than the plain loop below: 4 for a model of 6M parameters, which
 * caches hold, 2.6 for one of 158M (x86-64, one thread). Processors differ less in this than in speed, and the
 * estimate only decides whether WASM is worth a real trial.
 */
const KERNEL_SPEEDUP = 3;
const LENGTH = 1 << 16;
const ROUNDS = 24;

/** Estimated milliseconds a token of an int8 model takes on this processor; costs a few ms to find out. */
export function estimateWasmMsPerToken(parameters: number): number {
  const weights = Int8Array.from({ length: LENGTH }, (_, index) => (index * 31) % 127);
  const inputs = Int8Array.from({ length: LENGTH }, (_, index) => (index * 17) % 127);
  let best = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let index = 0; index < LENGTH; index++) sum = (sum + (weights[index] ?? 0) * (inputs[index] ?? 0)) | 0;
    best = Math.min(best, performance.now() - start);
  }
  // The sum is used, so that no compiler leaves the loop out.
  const msPerMultiply = best / (LENGTH + (sum & 0));
  return (parameters * msPerMultiply) / KERNEL_SPEEDUP;
}
