// Numbers as the bytes of float32 or float16 (IEEE 754, round half up; no values beyond the range are needed here).

export function floatBytes(values, type) {
  if (type === 'float32') return new Uint8Array(Float32Array.from(values).buffer);
  return new Uint8Array(Uint16Array.from(values, half).buffer);
}

export const widthOf = (type) => (type === 'float32' ? 4 : 2);

function half(value) {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < 2 ** -24) return sign;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  if (exponent > 15) throw new RangeError(`${value} is beyond float16`);
  const fraction = Math.round((size / 2 ** exponent) * 1024);
  // Below 2^-14 there is no hidden bit. A fraction that rounds up to 2048 carries into the exponent by itself.
  return size < 2 ** -14 ? sign | fraction : sign + ((exponent + 15) << 10) + fraction - 1024;
}
