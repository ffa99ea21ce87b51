import type { CatalogBuild } from './catalog-entry.ts';
import type { DeviceFacts } from './device-facts.ts';
import type { Backend } from './manifest.ts';

const GIB = 2 ** 30;

/** What browsers say where there is that or more: older ones and phones 8 GiB, newer ones on computers 32. */
const CAPS: readonly number[] = [8 * GIB, 32 * GIB];
/** Of a 32-bit WebAssembly memory. */
export const WASM_HEAP_BYTES = 4 * GIB;

/** Graphics of phones by the names that drivers give them: the system ends a tab there long before memory is full. */
const PHONE = /adreno|qualcomm|\bmali\b|\barm\b|powervr|img-tec|xclipse|samsung/iu;

/**
 * What a model may take. No browser tells how much memory a graphics card has, or how much is free: this is an
 * assumption about devices with this much main memory.
 */
export interface MemoryBudget {
  /** Fits beside everything else. */
  readonly comfortableBytes: number;
  /** Beyond this, do not try. */
  readonly limitBytes: number;
  /** Main memory that it was derived from. */
  readonly memoryBytes: number;
  readonly source: 'told' | 'told-at-least' | 'assumed';
}

export function memoryBudget({ adapter, deviceMemoryBytes }: DeviceFacts, backend: Backend): MemoryBudget {
  const memoryBytes = deviceMemoryBytes?.value ?? assumedMemory(adapter?.limits['maxBufferSize'] ?? 0);
  const isPhone = adapter !== null && PHONE.test(adapter.description);
  const source = deviceMemoryBytes === null ? 'assumed' : CAPS.includes(memoryBytes) ? 'told-at-least' : 'told';
  const [comfortable, limit] = isPhone ? [0.25, 0.4] : [0.5, source === 'told-at-least' ? 1 : 0.75];
  const cap = backend === 'wasm' ? WASM_HEAP_BYTES : Number.POSITIVE_INFINITY;
  return {
    comfortableBytes: Math.min(comfortable * memoryBytes, cap),
    limitBytes: Math.min(limit * memoryBytes, cap),
    memoryBytes,
    source,
  };
}

/** Graphics adapters that allow one buffer of 4 GiB are found in computers with 8 GiB and more. */
function assumedMemory(maxBufferSize: number): number {
  return maxBufferSize >= 4 * GIB - 4 ? 8 * GIB : 4 * GIB;
}

/** With this many tokens in its window. */
export function memoryBytesAt(build: CatalogBuild, tokens: number): number {
  // The ONNX runtime writes a longer cache beside the old one for each token; MLC's pages stay where they are.
  const copies = build.engine === 'transformers' ? 2 : 1;
  return build.baseMemoryBytes.value + copies * build.kvBytesPerToken * tokens;
}
