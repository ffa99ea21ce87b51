/** A module that needs 128-bit SIMD: a function returning `i8x16.splat(0)` (WebAssembly SIMD, 2021). */
export const WASM_SIMD_MODULE: Uint8Array<ArrayBuffer> = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
]);
