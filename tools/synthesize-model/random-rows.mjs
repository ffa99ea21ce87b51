// Seeded random bytes, row by row: any row can be made again by itself, and a tensor of gigabytes never lies in memory.

const CHUNK_BYTES = 1 << 20;

/** A stream of 32-bit words (xorshift), seeded by what it is for. */
function words(seed, name, row) {
  let state = 2166136261 ^ seed;
  for (let at = 0; at < name.length; at++) state = Math.imul(state ^ name.charCodeAt(at), 16777619);
  state = Math.imul(state ^ row, 0x9e3779b1);
  // Neighbouring rows differ in few bits: stir before the first word is taken.
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  state = (state ^ (state >>> 13)) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
}

export function fillWords(target, seed, name, row) {
  const next = words(seed, name, row);
  for (let at = 0; at < target.length; at++) target[at] = next();
}

/** Int4 weights around the zero point 8: a level 0 becomes 8, so that the levels 1 to 15 have the mean 8. */
export function fillInt4(target, seed, name, row) {
  const next = words(seed, name, row);
  for (let at = 0; at < target.length; at++) {
    const word = next();
    const zeroNibbles = ~(word | (word >>> 1) | (word >>> 2) | (word >>> 3)) & 0x11111111;
    target[at] = word | (zeroNibbles << 3);
  }
}

/** Chunks of about a mebibyte, of whole rows; `fill(words, row)` writes one row. The buffer is used again. */
export function* rowChunks(rows, rowBytes, fill) {
  if (rowBytes % 4 !== 0) throw new Error(`rows of ${rowBytes} bytes: not a multiple of 4`);
  const perChunk = Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
  const buffer = new Uint8Array(perChunk * rowBytes);
  for (let first = 0; first < rows; first += perChunk) {
    const count = Math.min(perChunk, rows - first);
    for (let row = 0; row < count; row++) {
      fill(new Uint32Array(buffer.buffer, row * rowBytes, rowBytes / 4), first + row);
    }
    yield buffer.subarray(0, count * rowBytes);
  }
}

/** `count` values of the bytes of `unit`, in chunks. */
export function* repeated(unit, count) {
  const perChunk = Math.max(1, Math.min(count, Math.floor(CHUNK_BYTES / unit.length)));
  const buffer = new Uint8Array(perChunk * unit.length);
  for (let at = 0; at < buffer.length; at += unit.length) buffer.set(unit, at);
  for (let left = count; left > 0; left -= perChunk) yield buffer.subarray(0, Math.min(left, perChunk) * unit.length);
}
