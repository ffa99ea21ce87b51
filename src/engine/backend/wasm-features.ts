import { WASM_SIMD_MODULE } from '../../core/models/wasm-simd.ts';

/** The runtime is built for SIMD only. */
export function hasWasmSimd(): boolean {
  return WebAssembly.validate(WASM_SIMD_MODULE);
}
