import { describe, expect, it } from 'vitest';
import { receiveParts, sendParts } from './part-stream.ts';

const never = new Promise<never>(() => undefined);

async function all(parts: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = [];
  for await (const part of parts) list.push(part);
  return list;
}

describe('a stream of parts', () => {
  it('arrives whole and in order', async () => {
    const { port1, port2 } = new MessageChannel();
    const sent = sendParts(port2, async function* () {
      yield* ['a', 'b', 'c'];
    });
    expect(await all(receiveParts<string>(port1, new AbortController().signal, never))).toEqual(['a', 'b', 'c']);
    await sent;
  });

  it('that was cancelled before it began is known to be so before anything is produced', async () => {
    const { port1, port2 } = new MessageChannel();
    const sent = sendParts(port2, async function* (signal) {
      yield signal.aborted ? 'cancelled' : 'begun';
    });
    expect(await all(receiveParts<string>(port1, AbortSignal.abort(), never))).toEqual(['cancelled']);
    await sent;
  });

  it('ends with the part that says that it was cancelled', async () => {
    const { port1, port2 } = new MessageChannel();
    const controller = new AbortController();
    const sent = sendParts(port2, async function* (signal) {
      yield 'begun';
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield 'cancelled';
    });
    const got: string[] = [];
    for await (const part of receiveParts<string>(port1, controller.signal, never)) {
      got.push(part);
      controller.abort();
    }
    expect(got).toEqual(['begun', 'cancelled']);
    await sent;
  });

  it('throws what severed it', async () => {
    const { port1 } = new MessageChannel();
    const gone = new Error('gone');
    await expect(all(receiveParts(port1, new AbortController().signal, Promise.reject(gone)))).rejects.toBe(gone);
  });
});
