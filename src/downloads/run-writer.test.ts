import { beforeAll, describe, expect, it } from 'vitest';
import type { PieceSummer } from './piece-sum.ts';
import { createPieceSummer } from './piece-sum.ts';
import { PIECE_BYTES } from './pieces.ts';
import { RunWriter } from './run-writer.ts';

/** A file of two whole pieces and a short one. */
const FILE = Uint8Array.from({ length: 2 * PIECE_BYTES + 1000 }, (_, index) => (index * 7 + (index >> 11)) & 255);
const WHOLE = { file: 0, first: 0, last: 2, generation: 0 };

describe('the writer of a run', () => {
  let summer: PieceSummer;
  let sums: readonly Uint8Array[];
  let disk: Uint8Array;
  let there: Set<number>;
  let found: Map<number, Uint8Array>;

  beforeAll(async () => {
    summer = await createPieceSummer();
    sums = [0, 1, 2].map((piece) => {
      summer.begin();
      summer.add(FILE.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES));
      return summer.end();
    });
  });

  const open = (run = WHOLE, kept: readonly number[] = []): RunWriter => {
    disk = new Uint8Array(FILE.byteLength);
    there = new Set(kept);
    found = new Map();
    return new RunWriter(run, {
      fileBytes: FILE.byteLength,
      summer,
      isThere: (piece) => there.has(piece),
      onPiece: (piece, sum) => found.set(piece, sum),
    });
  };
  const write = (bytes: Uint8Array, at: number) => disk.set(bytes, at);
  const send = (writer: RunWriter, from: number, to: number, step = 60_001) => {
    for (let at = from; at < to; at += step) writer.add(FILE.slice(at, Math.min(to, at + step)), write);
  };

  it('puts bytes to their place in whatever parts they come, and sums up each piece', () => {
    for (const step of [9999, 65_536, PIECE_BYTES + 1, FILE.byteLength]) {
      const writer = open();
      send(writer, 0, FILE.byteLength, step);
      expect(writer.isFull).toBe(true);
      expect(disk).toEqual(FILE);
      expect([...found]).toEqual([...sums.entries()]);
      expect(writer.keptBytes).toBe(FILE.byteLength);
    }
  });

  it('tells of a piece only when its last byte was written', () => {
    const writer = open();
    send(writer, 0, PIECE_BYTES - 1);
    expect(found.size).toBe(0);
    send(writer, PIECE_BYTES - 1, PIECE_BYTES);
    expect([...found.keys()]).toEqual([0]);
  });

  it('leaves out what goes beyond its run', () => {
    const writer = open({ ...WHOLE, first: 1, last: 1 });
    send(writer, PIECE_BYTES, FILE.byteLength);
    expect([...found.keys()]).toEqual([1]);
    expect(disk.subarray(2 * PIECE_BYTES).every((byte) => byte === 0)).toBe(true);
  });

  it('passes over pieces that are there', () => {
    const writer = open(WHOLE, [1]);
    send(writer, 0, FILE.byteLength);
    expect([...found.keys()]).toEqual([0, 2]);
    expect(disk.subarray(PIECE_BYTES, 2 * PIECE_BYTES).every((byte) => byte === 0)).toBe(true);
    expect(writer.isFull).toBe(true);
  });

  it('leaves alone a piece that somebody else has brought while it was in the middle of it', () => {
    const writer = open();
    send(writer, 0, 1000);
    there.add(0);
    send(writer, 1000, 2000);
    // Even where it is found bad later: its beginning may be of another reading.
    there.delete(0);
    send(writer, 2000, FILE.byteLength);
    expect([...found.keys()]).toEqual([1, 2]);
    expect(disk.subarray(1000, PIECE_BYTES).every((byte) => byte === 0)).toBe(true);
  });

  it('begins a piece anew when the source begins at the first byte again', () => {
    const writer = open();
    send(writer, 0, PIECE_BYTES + 5000);
    writer.rewind();
    there.add(0);
    send(writer, 0, FILE.byteLength);
    expect(disk).toEqual(FILE);
    expect([...found]).toEqual([...sums.entries()]);
  });
});
