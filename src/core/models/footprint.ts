import type { Quantity } from '../quantity.ts';

/** Memory held for the resident model, in bytes. Null where the browser gives no way to know. */
export interface Footprint {
  readonly weightsBytes: Quantity;
  readonly kvCacheBytes: Quantity;
  /** Other GPU buffers (activations, staging), by our own account of every buffer created and destroyed. */
  readonly otherGpuBytes: Quantity;
  /** Linear memory of the runtime. */
  readonly wasmHeapBytes: Quantity | null;
  /** The engine worker's own JavaScript heap, where the browser tells. */
  readonly jsHeapBytes: Quantity | null;
}
