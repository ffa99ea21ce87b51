import { describe, expect, it } from 'vitest';
import { PieceMap } from './piece-map.ts';
import { PIECE_BYTES } from './pieces.ts';

const hash = new Uint8Array(32).fill(9);
const sum = new Uint8Array(8).fill(9);
const BYTES = [2 * PIECE_BYTES + 5, 0];

describe('a piece map', () => {
  it('counts the bytes of pieces, of which a last one is shorter, each once', () => {
    const map = new PieceMap(BYTES);
    for (const piece of [0, 2, 2]) map.apply({ kind: 'piece', file: 0, piece, sum });
    expect(map.storedBytes).toBe(PIECE_BYTES + 5);
    expect(map.totalBytes).toBe(2 * PIECE_BYTES + 5);
    map.apply({ kind: 'bad', file: 0, piece: 2 });
    map.apply({ kind: 'bad', file: 0, piece: 2 });
    expect(map.storedBytes).toBe(PIECE_BYTES);
  });

  it('is whole when every file was checked, also an empty one, and not after a piece was found bad', () => {
    const map = new PieceMap(BYTES);
    for (const piece of [0, 1, 2]) map.apply({ kind: 'piece', file: 0, piece, sum });
    expect([map.isFull(0), map.isFull(1), map.isWhole]).toEqual([true, true, false]);
    for (const file of [0, 1]) map.apply({ kind: 'whole', file, hash });
    expect(map.isWhole).toBe(true);
    map.apply({ kind: 'bad', file: 0, piece: 1 });
    expect([map.isFull(0), map.isWhole]).toEqual([false, false]);
  });

  it('forgets all of a file that begins anew, and nothing of others', () => {
    const map = new PieceMap([PIECE_BYTES, PIECE_BYTES]);
    for (const file of [0, 1]) map.apply({ kind: 'piece', file, piece: 0, sum });
    map.apply({ kind: 'version', file: 0, hash });
    map.apply({ kind: 'restart', file: 0 });
    expect([map.has(0, 0), map.has(1, 0), map.storedBytes]).toEqual([false, true, PIECE_BYTES]);
    expect(map.files[0]).toMatchObject({ version: null, whole: null, generation: 1 });
  });

  it('counts the beginning of a piece until all of it is there, and forgets it where it is bad', () => {
    const map = new PieceMap(BYTES);
    map.apply({ kind: 'part', file: 0, piece: 1, bytes: 300, sum });
    map.apply({ kind: 'part', file: 0, piece: 1, bytes: 700, sum });
    map.apply({ kind: 'part', file: 0, piece: 0, bytes: 40, sum });
    expect([map.storedBytes, map.has(0, 1), map.files[0]?.parts.get(1)]).toEqual([740, false, { bytes: 700, sum }]);
    map.apply({ kind: 'piece', file: 0, piece: 1, sum });
    map.apply({ kind: 'part', file: 0, piece: 1, bytes: 300, sum });
    map.apply({ kind: 'bad', file: 0, piece: 0 });
    expect([map.storedBytes, map.files[0]?.parts.size]).toEqual([PIECE_BYTES, 0]);
    map.apply({ kind: 'part', file: 0, piece: 0, bytes: 40, sum });
    map.apply({ kind: 'restart', file: 0 });
    expect([map.storedBytes, map.files[0]?.parts.size]).toEqual([0, 0]);
  });

  it('ignores records of files and pieces that are not there', () => {
    const map = new PieceMap(BYTES, [
      { kind: 'piece', file: 7, piece: 0, sum },
      { kind: 'piece', file: 0, piece: 3, sum },
    ]);
    expect(map.storedBytes).toBe(0);
  });
});
