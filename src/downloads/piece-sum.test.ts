import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PieceSummer } from './piece-sum.ts';
import { createPieceSummer, isSumOf } from './piece-sum.ts';
import { PIECE_BYTES, SUM_BYTES, toHex } from './pieces.ts';

const piece = Uint8Array.from({ length: PIECE_BYTES }, (_, index) => (index * 31 + (index >> 9)) & 255);

describe('the sum of a piece', () => {
  let summer: PieceSummer;
  beforeAll(async () => {
    summer = await createPieceSummer();
  });

  const sumOf = (...parts: readonly Uint8Array[]): Uint8Array => {
    summer.begin();
    for (const part of parts) summer.add(part);
    return summer.sum();
  };

  it('is XXHash64', () => {
    expect(toHex(sumOf(new Uint8Array()))).toBe('ef46db3751d8e999');
    expect(sumOf(piece)).toHaveLength(SUM_BYTES);
  });

  it('is the same in whatever parts the bytes come', () => {
    for (const cut of [1, 16_383, 16_384, 65_536, PIECE_BYTES - 1])
      expect(sumOf(piece.subarray(0, cut), piece.subarray(cut))).toEqual(sumOf(piece));
  });

  it('knows its bytes again, and no others', async () => {
    const sum = sumOf(piece);
    expect(await isSumOf(sum, piece, summer)).toBe(true);
    for (const at of [0, 500_000, PIECE_BYTES - 1]) {
      const other = piece.slice();
      other[at] = (other[at] ?? 0) ^ 1;
      expect(await isSumOf(sum, other, summer)).toBe(false);
    }
    expect(await isSumOf(sum, piece.slice(1), summer)).toBe(false);
  });

  it('of an earlier version is a SHA-256, and compared as that', async () => {
    const sum = new Uint8Array(createHash('sha256').update(piece).digest());
    expect(await isSumOf(sum, piece, summer)).toBe(true);
    expect(await isSumOf(sum, piece.slice(1), summer)).toBe(false);
  });
});
