import { describe, expect, it } from 'vitest';
import { PieceMap } from './piece-map.ts';
import { PIECE_BYTES } from './pieces.ts';
import { Planner } from './planner.ts';
import type { Run } from './planner.ts';

const hash = new Uint8Array(32);
const mapOf = (...pieces: readonly number[]) => new PieceMap(pieces.map((count) => count * PIECE_BYTES));
const shown = (run: Run | null) => run && [run.file, run.first, run.last];

describe('the planner', () => {
  it('deals out what is missing in order, in runs that end with a file, a kept piece, or 64', () => {
    const map = mapOf(3, 0, 70, 5);
    map.apply({ kind: 'piece', file: 3, piece: 2, hash });
    const planner = new Planner(map);
    expect([1, 2, 3, 4, 5].map(() => shown(planner.take()))).toEqual([
      [0, 0, 2],
      [2, 0, 63],
      [2, 64, 69],
      [3, 0, 1],
      [3, 3, 4],
    ]);
  });

  it('gives a run that came back to the next one, without what is there meanwhile', () => {
    const map = mapOf(4);
    const planner = new Planner(map);
    const run = planner.take();
    expect(planner.take()).toBeNull();
    map.apply({ kind: 'piece', file: 0, piece: 0, hash });
    if (run !== null) planner.giveBack(run);
    expect(shown(planner.take())).toEqual([0, 1, 3]);
  });

  it('shares the rest of the longest run when nothing else is left', () => {
    const map = mapOf(40);
    const planner = new Planner(map);
    const run = planner.take();
    if (run === null) throw new Error('nothing to take');
    for (let piece = 0; piece < 10; piece += 1) map.apply({ kind: 'piece', file: 0, piece, hash });
    expect(shown(planner.take())).toEqual([0, 25, 39]);
    expect(planner.lastOf(run)).toBe(24);
  });

  it('never gives a piece to two connections, whatever comes back', () => {
    const map = mapOf(100, 30, 7);
    const planner = new Planner(map);
    const taken: Run[] = [];
    for (let step = 0; step < 40; step += 1) {
      if (step % 3 === 2) {
        const run = taken.shift();
        if (run !== undefined) planner.giveBack(run);
      } else {
        const run = planner.take();
        if (run !== null) taken.push(run);
      }
      const held = taken.flatMap((run) =>
        Array.from({ length: planner.lastOf(run) - run.first + 1 }, (_, index) => `${run.file}:${run.first + index}`),
      );
      expect(new Set(held).size).toBe(held.length);
    }
  });

  it('gives whole files, each to one connection, where servers ignore ranges', () => {
    const map = mapOf(10, 10);
    map.apply({ kind: 'piece', file: 0, piece: 0, hash });
    const planner = new Planner(map);
    planner.wholeFiles = true;
    expect([1, 2, 3].map(() => shown(planner.take()))).toEqual([[0, 0, 9], [1, 0, 9], null]);
  });
});
