import { afterEach, describe, expect, it, vi } from 'vitest';
import { readBody } from './read-body.ts';

const CHUNK_BYTES = 1 << 20;

/** A body of so many chunks, each filled with its number; after them it ends or breaks off. */
function body(chunks: number, end: 'close' | 'break' = 'close'): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = 0;
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      if (sent < chunks) {
        sent += 1;
        controller.enqueue(new Uint8Array(CHUNK_BYTES).fill(sent));
      } else if (end === 'close') {
        controller.close();
        controller.byobRequest?.respond(0);
      } else controller.error(new Error('cut'));
    },
  });
}

async function firstBytes(source: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<number[]> {
  const found: number[] = [];
  for await (const chunk of readBody(source)) found.push(chunk[0] ?? -1);
  return found;
}

/** How much memory was asked for by the code under test, in chunks; a transfer makes none. */
function countMemory(): () => number {
  let made = 0;
  const Real = ArrayBuffer;
  vi.stubGlobal(
    'ArrayBuffer',
    class extends Real {
      constructor(bytes: number) {
        super(bytes);
        if (bytes === CHUNK_BYTES) made += 1;
      }
    },
  );
  return () => made;
}

afterEach(() => vi.unstubAllGlobals());

describe('readBody', () => {
  it('reads one body after the other into the same memory', async () => {
    const made = countMemory();
    for (let round = 0; round < 5; round++) expect(await firstBytes(body(3))).toEqual([1, 2, 3]);
    expect(made()).toBeLessThanOrEqual(1);
  });

  it('reads bodies at the same time into memory of their own', async () => {
    const [one, other] = [readBody(body(2)), readBody(body(2))];
    const first = await one.next();
    await other.next();
    await other.next();
    expect(first.value?.[0]).toBe(1);
    await one.return();
    await other.return();
  });

  it('goes on after a body that broke off with the memory', async () => {
    await expect(firstBytes(body(1, 'break'))).rejects.toThrow('cut');
    expect(await firstBytes(body(2))).toEqual([1, 2]);
  });

  it('takes back the memory of a body that was left early', async () => {
    await firstBytes(body(1));
    const made = countMemory();
    for await (const chunk of readBody(body(3))) if (chunk[0] === 1) break;
    expect(await firstBytes(body(2))).toEqual([1, 2]);
    expect(made()).toBe(0);
  });

  it('reads a body that is no byte stream', async () => {
    const plain = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        controller.enqueue(new Uint8Array([7]));
        controller.close();
      },
    });
    expect(await firstBytes(plain)).toEqual([7]);
  });
});
