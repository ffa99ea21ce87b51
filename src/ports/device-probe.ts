import type { DeviceFacts } from '../core/models/device-facts.ts';

export type { DeviceFacts } from '../core/models/device-facts.ts';

export interface DeviceProbe {
  /**
   * Takes about 200 ms the first time; the facts of storage are read anew at each call. Rejects with the signal's
   * reason when aborted; what could not be measured is null.
   */
  read(signal: AbortSignal): Promise<DeviceFacts>;
  /** What was measured: other work may have slowed it down. The next `read` measures anew. */
  forget(): void;
}
