import type { HearStop } from '../../protocol/part-stream.ts';

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener('message', () => waiting.shift()?.());
channel.port1.start();

/**
 * Lets messages that have arrived be handled, a cancel above all. On WASM the model computes on this very
 * thread, so without this a stop is seen only at the end. A timer would wait 4 ms when nested.
 */
function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

/** Where a stop can be seen in shared memory, events may wait so long: to forget or unload is less urgent. */
const EVENTS_MS = 100;

/** What a generation awaits between runs: each wait for events costs a token of a small model several percent. */
export function eventBreaks(hearStop: HearStop): () => Promise<void> {
  let heardMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (hearStop() && performance.now() - heardMs < EVENTS_MS) return;
    await yieldToEvents();
    heardMs = performance.now();
  };
}
