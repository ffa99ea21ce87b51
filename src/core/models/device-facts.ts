import type { Quantity } from '../quantity.ts';

/** What this device offers a model; null where the browser does not tell. */
export interface DeviceFacts {
  readonly adapter: {
    readonly description: string;
    readonly isFallback: boolean;
    readonly features: readonly string[];
    readonly limits: Readonly<Record<string, number>>;
  } | null;
  readonly hasWasmSimd: boolean;
  /** Bytes a second that a shader reads, from a probe of about 100 ms. */
  readonly gpuBandwidthBytesPerSecond: Quantity | null;
  /** Multiply-adds count as two. */
  readonly gpuFlopsPerSecond: Quantity | null;
  /** Bytes a second that the processor reads. */
  readonly cpuBandwidthBytesPerSecond: Quantity | null;
  /** `navigator.deviceMemory`, a power of two, capped at 8 or 32 GiB. */
  readonly deviceMemoryBytes: Quantity | null;
  readonly storageFreeBytes: Quantity | null;
}
