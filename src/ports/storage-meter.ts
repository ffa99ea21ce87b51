import type { Quantity } from '../core/quantity.ts';

export interface PageMemory {
  /** Storage used by this origin, as the browser tells. */
  readonly storageBytes: Quantity | null;
  readonly quotaBytes: Quantity | null;
  /** The page's JavaScript heap; Chromium only. */
  readonly jsHeapBytes: Quantity | null;
}

export interface StorageMeter {
  read(): Promise<PageMemory>;
}
