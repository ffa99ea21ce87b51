import { createXXHash64 } from 'hash-wasm';
import { HASH_BYTES, toHex } from './pieces.ts';

/** Sums up a piece as its bytes come. */
export interface PieceSummer {
  begin(): void;
  add(bytes: Uint8Array): void;
  /** XXHash64 of what was added since `begin`; more may be added after it. */
  sum(): Uint8Array;
}

/**
 * The sum of a piece only has to tell bytes that the disk lost or altered; that they are the right ones, the SHA-256 of
 * the whole file says. XXHash64 does that at the speed of copying.
 */
export async function createPieceSummer(): Promise<PieceSummer> {
  const hasher = await createXXHash64();
  return {
    begin: () => void hasher.init(),
    add: (bytes) => void hasher.update(bytes),
    sum() {
      const state = hasher.save();
      const sum = hasher.digest('binary');
      hasher.load(state);
      return sum;
    },
  };
}

/** Whether these are the bytes that a sum of the journal stands for: a SHA-256 in those of earlier versions. */
export async function isSumOf(sum: Uint8Array, bytes: Uint8Array<ArrayBuffer>, summer: PieceSummer): Promise<boolean> {
  if (sum.byteLength === HASH_BYTES)
    return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) === toHex(sum);
  summer.begin();
  summer.add(bytes);
  return toHex(summer.sum()) === toHex(sum);
}
