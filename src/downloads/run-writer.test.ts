import { beforeAll, describe, expect, it } from 'vitest';
import type { PieceSummer } from './piece-sum.ts';
import { createPieceSummer } from './piece-sum.ts';
import { PART_BYTES, PIECE_BYTES } from './pieces.ts';
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
  let parts: (readonly [piece: number, bytes: number, sum: Uint8Array])[];

  beforeAll(async () => {
    summer = await createPieceSummer();
    sums = [0, 1, 2].map((piece) => {
      summer.begin();
      summer.add(FILE.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES));
      return summer.sum();
    });
  });

  const open = (run = WHOLE, kept: readonly number[] = []): RunWriter => {
    disk = new Uint8Array(FILE.byteLength);
    there = new Set(kept);
    found = new Map();
    parts = [];
    return new RunWriter(run, {
      fileBytes: FILE.byteLength,
      summer,
      isThere: (piece) => there.has(piece),
      onPiece: (piece, sum) => found.set(piece, sum),
      onPart: (piece, bytes, sum) => parts.push([piece, bytes, sum]),
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
      expect(Buffer.compare(disk, FILE)).toBe(0);
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
    expect(Buffer.compare(disk, FILE)).toBe(0);
    expect([...found]).toEqual([...sums.entries()]);
  });

  it('tells of the beginning of a piece often enough, and goes on after it', () => {
    const first = open();
    send(first, 0, PIECE_BYTES + 900_000, 10_000);
    expect(parts.every(([, bytes], index) => bytes - (parts[index - 1]?.[1] ?? 0) < PART_BYTES + 10_000)).toBe(true);
    const [piece, bytes, sum] = parts.at(-1) ?? [];
    if (piece === undefined || bytes === undefined || sum === undefined) throw new Error('no part was told');
    expect([piece, 900_000 - bytes < PART_BYTES]).toEqual([1, true]);

    const second = open({ ...WHOLE, first: 1 });
    expect(second.goOn(FILE.subarray(PIECE_BYTES, PIECE_BYTES + bytes), sum)).toBe(true);
    send(second, second.at, FILE.byteLength);
    expect([...found]).toEqual([...sums.entries()].slice(1));
    expect(second.keptBytes).toBe(FILE.byteLength - PIECE_BYTES - bytes);
  });

  it('begins a piece at its first byte where the disk has lost what was told of it', () => {
    const writer = open({ ...WHOLE, first: 1 });
    expect(writer.goOn(new Uint8Array(400_000), new Uint8Array(8))).toBe(false);
    expect(writer.at).toBe(PIECE_BYTES);
    send(writer, writer.at, FILE.byteLength);
    expect([...found]).toEqual([...sums.entries()].slice(1));
  });
});
