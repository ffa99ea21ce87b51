import { describe, expect, it } from 'vitest';
import { PieceMap } from './piece-map.ts';
import { PIECE_BYTES } from './pieces.ts';
import { Planner } from './planner.ts';
import type { Run } from './planner.ts';

const sum = new Uint8Array(8);
const mapOf = (...pieces: readonly number[]) => new PieceMap(pieces.map((count) => count * PIECE_BYTES));
const shown = (run: Run | null) => run && [run.file, run.first, run.last];

describe('the planner', () => {
  it('deals out what is missing in order, in runs that end with a file or a kept piece', () => {
    const map = mapOf(3, 0, 4, 5);
    map.apply({ kind: 'piece', file: 3, piece: 2, sum });
    const planner = new Planner(map);
    expect([1, 2, 3, 4, 5].map(() => shown(planner.take()))).toEqual([
      [0, 0, 2],
      [2, 0, 3],
      [3, 0, 1],
      [3, 3, 4],
      null,
    ]);
  });

  it('begins a run with each piece that was begun, since only there it can be gone on with', () => {
    const map = mapOf(6);
    map.apply({ kind: 'part', file: 0, piece: 2, bytes: 1000, sum });
    const planner = new Planner(map);
    expect([1, 2, 3].map(() => shown(planner.take()))).toEqual([[0, 0, 1], [0, 2, 5], null]);
  });

  it('deals out long runs first and short ones last, so that all connections end together', () => {
    const planner = new Planner(mapOf(1000));
    const lengths: number[] = [];
    for (let run = planner.take(); run !== null; run = planner.take()) lengths.push(run.last - run.first + 1);
    expect(lengths[0]).toBe(64);
    expect(lengths.toSorted((a, b) => b - a)).toEqual(lengths);
    expect(lengths.at(-1)).toBeLessThanOrEqual(4);
    expect(lengths.reduce((before, length) => before + length, 0)).toBe(1000);
  });

  it('gives a run that came back to the next one, without what is there meanwhile', () => {
    const map = mapOf(4);
    const planner = new Planner(map);
    const run = planner.take();
    expect(planner.take()).toBeNull();
    map.apply({ kind: 'piece', file: 0, piece: 0, sum });
    if (run !== null) planner.giveBack(run);
    expect(shown(planner.take())).toEqual([0, 1, 3]);
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
        Array.from({ length: run.last - run.first + 1 }, (_, index) => `${run.file}:${run.first + index}`),
      );
      expect(new Set(held).size).toBe(held.length);
    }
  });

  it('gives whole files, each to one connection, where servers ignore ranges', () => {
    const map = mapOf(10, 10);
    map.apply({ kind: 'piece', file: 0, piece: 0, sum });
    const planner = new Planner(map);
    planner.wholeFiles = true;
    expect([1, 2, 3].map(() => shown(planner.take()))).toEqual([[0, 0, 9], [1, 0, 9], null]);
  });
});
