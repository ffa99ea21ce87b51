import { HearthError, errorInfo, toErrorInfo } from '../core/errors.ts';
import type { ErrorCode, ErrorInfo } from '../core/errors.ts';

/** How allocators of the browser, of WebGPU and of the runtime's C++ say that memory ran out. */
const OUT_OF_MEMORY = /out of memory|bad_alloc|allocation failed|failed to allocate|could not allocate|OOM/iu;
const DEVICE_LOST = /device (?:is|was) lost|device lost|device.*destroyed/iu;

/** What the runtime threw, as data; `fallback` where its words tell nothing. */
export function failureOf(caught: unknown, fallback: ErrorCode): ErrorInfo {
  if (caught instanceof HearthError) return caught.info;
  const words = caught instanceof Error ? `${caught.name}: ${caught.message}` : String(caught);
  if (OUT_OF_MEMORY.test(words)) return errorInfo('out-of-memory', words);
  if (DEVICE_LOST.test(words)) return errorInfo('device-lost', words);
  if (caught instanceof Error && caught.name === 'ModelFileNotFoundError') return errorInfo('model-missing', words);
  return toErrorInfo(caught, fallback);
}
