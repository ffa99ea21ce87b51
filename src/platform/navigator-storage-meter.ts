import { measured } from '../core/quantity.ts';
import type { StorageMeter } from '../ports/storage-meter.ts';

/** Chromium's own, non-standard figure; other browsers have none. */
interface PerformanceWithMemory extends Performance {
  readonly memory?: { readonly usedJSHeapSize: number };
}

export function createNavigatorStorageMeter(): StorageMeter {
  return {
    async read() {
      const { usage, quota } = 'storage' in navigator ? await navigator.storage.estimate() : {};
      const heapBytes = (performance as PerformanceWithMemory).memory?.usedJSHeapSize;
      return {
        // The specification lets browsers round and pad this figure (Storage Standard, "estimate").
        storageBytes: usage === undefined ? null : { value: usage, basis: 'estimated' },
        quotaBytes: quota === undefined ? null : { value: quota, basis: 'estimated' },
        jsHeapBytes: heapBytes === undefined ? null : measured(heapBytes),
      };
    },
  };
}
