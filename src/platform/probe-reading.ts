/** What the probe's worker tells; sent twice: when the adapter is known, and when all is measured. */
export interface ProbeReading {
  readonly adapter: AdapterReading | null;
  readonly gpu: GpuReading | null;
  readonly cpuBandwidthBytesPerSecond: number | null;
  readonly isComplete: boolean;
}

export interface AdapterReading {
  readonly description: string;
  readonly isFallback: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

/** Null for what could not be measured. */
export interface GpuReading {
  readonly bandwidthBytesPerSecond: number | null;
  readonly flopsPerSecond: number | null;
}
