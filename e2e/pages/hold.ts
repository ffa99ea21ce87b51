import type { Hold } from '../../src/testing/ask-engine.ts';

/** Shared by the page and the worker: whether the worker may go on (0 or 1), and how many tokens it has told of. */
export type Held = Int32Array<SharedArrayBuffer>;

interface HoldOrder {
  readonly type: 'hold';
  readonly held: Held;
}

export function isHoldOrder(message: unknown): message is HoldOrder {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'hold';
}

/** Holds a worker of `held-engine-worker.ts` right after the next message that tells of a token. */
export function holdWorker(worker: Worker): Hold {
  const held: Held = new Int32Array(new SharedArrayBuffer(8));
  worker.postMessage({ type: 'hold', held } satisfies HoldOrder);
  return {
    tokensMade: () => Atomics.load(held, 1),
    letGo: () => {
      Atomics.store(held, 0, 1);
      Atomics.notify(held, 0);
    },
  };
}
