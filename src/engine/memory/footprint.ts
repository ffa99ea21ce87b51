import type { Footprint } from '../../core/models/footprint.ts';
import { buildFor } from '../../core/models/manifest.ts';
import { estimated, measured } from '../../core/quantity.ts';
import type { Quantity } from '../../core/quantity.ts';
import type { LoadedModel } from '../loaded-model.ts';
import type { GpuAccount } from './gpu-account.ts';
import type { WasmAccount } from './wasm-account.ts';

export interface Accounts {
  readonly gpu: GpuAccount;
  readonly wasm: WasmAccount;
}

/**
 * On WebGPU weights and caches are buffers we count. On WASM both lie in memory shared with other things, the
 * weights inside the heap, so their size is taken from the model file.
 */
export function footprintOf(loaded: LoadedModel | null, { gpu, wasm }: Accounts): Footprint {
  const onWasm = loaded?.choice.backend === 'wasm';
  const kvCacheBytes = loaded?.kvCacheBytes ?? measured(0);
  const { heldBytes, weightsBytes } = gpu;
  return {
    weightsBytes: onWasm ? estimated(buildFor(loaded.manifest, 'wasm').downloadBytes) : measured(weightsBytes),
    kvCacheBytes,
    otherGpuBytes: measured(onWasm ? heldBytes : Math.max(0, heldBytes - weightsBytes - kvCacheBytes.value)),
    wasmHeapBytes: measured(wasm.heapBytes),
    jsHeapBytes: jsHeap(),
  };
}

/** Chromium only, and rounded by the browser. */
function jsHeap(): Quantity | null {
  const memory: unknown = Reflect.get(performance, 'memory');
  if (typeof memory !== 'object' || memory === null) return null;
  const bytes: unknown = Reflect.get(memory, 'usedJSHeapSize');
  return typeof bytes === 'number' ? measured(bytes) : null;
}
