import { describe, expect, it } from 'vitest';
import type { JournalRecord } from './journal.ts';
import { RECORD_BYTES, crc32, decodeRecords, encodeRecord } from './journal.ts';

const hash = (seed: number) => Uint8Array.from({ length: 32 }, (_, index) => (index * 7 + seed) & 255);
const sum = (seed: number) => hash(seed).slice(0, 8);

const RECORDS: readonly JournalRecord[] = [
  { kind: 'version', file: 0, hash: hash(1) },
  { kind: 'piece', file: 0, piece: 0, sum: sum(2) },
  { kind: 'piece', file: 3, piece: 70_000, sum: sum(3) },
  { kind: 'part', file: 3, piece: 70_001, bytes: 300_000, sum: sum(5) },
  { kind: 'bad', file: 3, piece: 70_000 },
  { kind: 'restart', file: 1 },
  { kind: 'whole', file: 2, hash: hash(4) },
];

function written(records: readonly JournalRecord[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(records.length * RECORD_BYTES);
  for (const [index, record] of records.entries()) bytes.set(encodeRecord(record), index * RECORD_BYTES);
  return bytes;
}

describe('the journal', () => {
  it('gives back what was written, in order', () => {
    expect([...decodeRecords(written(RECORDS))]).toEqual(RECORDS);
  });

  it('ignores a last record that was torn at any byte', () => {
    const whole = written(RECORDS);
    for (let length = whole.byteLength - RECORD_BYTES; length < whole.byteLength; length += 1)
      expect([...decodeRecords(whole.slice(0, length))]).toEqual(RECORDS.slice(0, -1));
  });

  it('ignores a record in which any one bit is wrong, and keeps those after it', () => {
    const rest = RECORDS.filter((_, index) => index !== 1);
    for (let bit = 0; bit < RECORD_BYTES * 8; bit += 1) {
      const bytes = written(RECORDS);
      const at = RECORD_BYTES + (bit >> 3);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
      expect([...decodeRecords(bytes)]).toEqual(rest);
    }
  });

  it('finds no record in what was never written', () => {
    expect([...decodeRecords(new Uint8Array(10 * RECORD_BYTES))]).toEqual([]);
  });

  it('reads pieces with the SHA-256 that earlier versions wrote, as they wrote them', () => {
    const record = { kind: 'piece', file: 5, piece: 6, sum: hash(7) } as const;
    const bytes = encodeRecord(record);
    expect([...bytes.subarray(0, 12)]).toEqual([1, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0]);
    expect([...decodeRecords(bytes)]).toEqual([record]);
  });

  it('checks with CRC-32', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});
