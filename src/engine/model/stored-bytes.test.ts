import { describe, expect, it } from 'vitest';
import { StoredBytes, readFully } from './stored-bytes.ts';

const FILE = Uint8Array.from({ length: 100 }, (_, at) => at);

/** Gives at most `most` bytes a time, as a file system may. */
function readerOf(most: number) {
  return {
    read(target: Uint8Array<ArrayBuffer>, at: number): number {
      const bytes = FILE.subarray(at, at + Math.min(most, target.byteLength));
      target.set(bytes);
      return bytes.byteLength;
    },
  };
}

describe('StoredBytes', () => {
  it('has the length of the file and is an array of bytes to whoever asks', () => {
    const bytes = new StoredBytes(readerOf(100), 100, () => undefined);
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect([bytes.byteLength, bytes.length, bytes.buffer.byteLength]).toEqual([100, 100, 0]);
  });

  it('reads what is asked for, also in small gulps, and tells how much', () => {
    const told: number[] = [];
    const bytes = new StoredBytes(readerOf(7), 100, (count) => told.push(count));
    expect([...bytes.subarray(10, 30)]).toEqual([...FILE.subarray(10, 30)]);
    expect([...bytes.subarray(95, 400)]).toEqual([...FILE.subarray(95)]);
    expect(told).toEqual([20, 5]);
  });

  it('can be copied from as the runtime does', () => {
    const heap = new Uint8Array(64);
    heap.set(new StoredBytes(readerOf(100), 100, () => undefined).subarray(40, 44), 8);
    expect([...heap.subarray(7, 13)]).toEqual([0, 40, 41, 42, 43, 0]);
  });

  it('throws where the file has become shorter', () => {
    expect(() => readFully(readerOf(100), new Uint8Array(8), 96)).toThrow(RangeError);
  });
});
