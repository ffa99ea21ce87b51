import type { Tensor } from '@huggingface/transformers';

/** Caches are made of these; others are counted as four bytes. */
const BYTES: Readonly<Record<string, number>> = { float32: 4, float16: 2, int64: 8, int8: 1, uint8: 1 };

export function bytesPerElement(tensor: Tensor): number {
  return BYTES[tensor.type] ?? 4;
}

/** Half-precision bits to numbers (IEEE 754 binary16), for engines without Float16Array. */
export function halvesToFloats(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(bits, (half) => {
    const sign = (half & 0x8000) === 0 ? 1 : -1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
