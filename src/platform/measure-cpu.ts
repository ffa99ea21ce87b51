/** More than the caches of most processors hold. */
const BYTES = 32 << 20;
/** Timed one by one: read within a millisecond, most of them without another program getting in between. */
const BLOCK_BYTES = 8 << 20;
/** Where it is copied to stays in the cache, so that only reading counts. */
const PIECE_BYTES = 128 << 10;
const LONGEST_MS = 30;
/** On a busy processor too, so that one block at least is read in one go. */
const LEAST_PASSES = 6;

/**
 * Bytes a second that one core reads from memory: the best block of six passes, or of as many as fit into 30 ms. Null
 * where the clock is too coarse to see a block.
 *
 * Read by a built-in copy, which is machine code from the start: a loop of our own is interpreted, forty times slower
 * than memory, for as long as the compilers are busy with the WebAssembly of a model that loads.
 */
export function measureCpuBandwidth(): number | null {
  const bytes = new Uint8Array(BYTES).fill(1);
  const target = new Uint8Array(PIECE_BYTES);
  const blocks = slices(bytes, BLOCK_BYTES).map((block) => slices(block, PIECE_BYTES));
  const begin = performance.now();
  let bestMs = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < LEAST_PASSES || performance.now() - begin < LONGEST_MS; pass++) {
    for (const pieces of blocks) {
      const start = performance.now();
      for (const piece of pieces) target.set(piece);
      bestMs = Math.min(bestMs, performance.now() - start);
    }
  }
  return bestMs > 0 ? BLOCK_BYTES / (bestMs / 1000) : null;
}

function slices(bytes: Uint8Array, length: number): readonly Uint8Array[] {
  return Array.from({ length: bytes.length / length }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  );
}
