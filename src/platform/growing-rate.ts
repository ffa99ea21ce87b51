/** Long against the round trip to the graphics process, which is about 1 ms. */
export const ENOUGH_MS = 10;
/** A step that began is finished. */
const BUDGET_MS = 60;

export interface Step {
  readonly ms: number;
  /** Per second. */
  readonly rate: number;
}

/**
 * The rate of the largest size that was tried: sizes grow by the factor until one takes long enough or the time is up.
 * Null where none was measured.
 */
export async function growingRate(
  first: number,
  last: number,
  factor: number,
  step: (size: number) => Promise<Step>,
  nowMs: () => number = () => performance.now(),
): Promise<number | null> {
  const begin = nowMs();
  let rate: number | null = null;
  let heldUpMs = 0;
  for (let size = first; size <= last; size *= factor) {
    let result = await step(size);
    if (result.ms >= ENOUGH_MS) {
      // Something else may have held it up, which looks like a slow device.
      const again = await step(size);
      if (again.ms < result.ms) {
        heldUpMs += result.ms - again.ms;
        result = again;
      }
    }
    if (result.ms > 0 && Number.isFinite(result.rate)) rate = result.rate;
    if (result.ms >= ENOUGH_MS || nowMs() - begin - heldUpMs > BUDGET_MS) break;
  }
  return rate;
}
