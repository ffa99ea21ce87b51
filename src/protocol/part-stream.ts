/**
 * A stream of parts over a `MessagePort`: the page opens it, the worker pushes, the page may cancel, nothing else crosses.
 * Transferred ReadableStreams would do the same but are missing in Safari.
 */
type FromSender<Part> = { readonly type: 'parts'; readonly parts: readonly Part[] } | { readonly type: 'closed' };
type FromReceiver =
  | { readonly type: 'open'; readonly cancelled: boolean; readonly stopFlag: Int32Array | null }
  | { readonly type: 'cancel' };

/** Two frames: parts that come faster go together, since each message wakes the page. The first part is not held up. */
const BATCH_MS = 33;

/**
 * For a producer that keeps its thread busy and so hears no message: aborts the signal if the receiver has
 * cancelled. False where that cannot be seen without waiting for events (no shared memory).
 */
export type HearStop = () => boolean;

/**
 * Worker side. Pushes parts as they come; the signal given to `produce` aborts when the receiver cancels.
 * Nothing is produced before the receiver opens the stream: what was cancelled before it began must not begin.
 */
export async function sendParts<Part>(
  port: MessagePort,
  produce: (signal: AbortSignal, hearStop: HearStop) => AsyncIterable<Part>,
): Promise<void> {
  const controller = new AbortController();
  let stopFlag: Int32Array | null = null;
  const opened = new Promise<void>((resolve) => {
    port.addEventListener('message', ({ data }: MessageEvent<FromReceiver>) => {
      if (data.type === 'open') ({ stopFlag } = data);
      if (data.type === 'cancel' || data.cancelled) controller.abort();
      resolve();
    });
  });
  port.start();
  const hearStop = () => {
    if (stopFlag === null) return false;
    if (Atomics.load(stopFlag, 0) !== 0) controller.abort();
    return true;
  };
  const batch = new Batch<Part>((parts) => port.postMessage({ type: 'parts', parts } satisfies FromSender<Part>));
  await opened;
  try {
    for await (const part of produce(controller.signal, hearStop)) batch.add(part);
  } finally {
    batch.flush();
    port.postMessage({ type: 'closed' } satisfies FromSender<Part>);
    port.close();
  }
}

/** Sends a part at once after a pause, else with the next ones, at the latest when the timer fires. */
class Batch<Part> {
  readonly #send: (parts: readonly Part[]) => void;
  #held: Part[] = [];
  #sentMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(send: (parts: readonly Part[]) => void) {
    this.#send = send;
  }

  add(part: Part): void {
    this.#held.push(part);
    if (performance.now() - this.#sentMs >= BATCH_MS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#held.length === 0) return;
    this.#send(this.#held);
    this.#held = [];
    this.#sentMs = performance.now();
  }
}

/**
 * Page side. Yields parts in order until the sender closes, also after an abort, so that the last part
 * (which says that it was cancelled) arrives. `severed` rejects when the worker is gone for good.
 */
export async function* receiveParts<Part>(
  port: MessagePort,
  signal: AbortSignal,
  severed: Promise<never>,
): AsyncGenerator<Part, void, undefined> {
  const queue: (FromSender<Part> | { readonly type: 'severed'; readonly reason: unknown })[] = [];
  let wake: (() => void) | null = null;
  // One listener a stream: a race per part would pile up reactions on a promise that lives as long as the worker.
  severed.catch((reason: unknown) => {
    queue.push({ type: 'severed', reason });
    wake?.();
  });
  port.addEventListener('message', ({ data }: MessageEvent<FromSender<Part>>) => {
    queue.push(data);
    wake?.();
  });
  port.start();
  const stopFlag = globalThis.crossOriginIsolated ? new Int32Array(new SharedArrayBuffer(4)) : null;
  const cancel = () => {
    if (stopFlag !== null) Atomics.store(stopFlag, 0, 1);
    port.postMessage({ type: 'cancel' } satisfies FromReceiver);
  };
  port.postMessage({ type: 'open', cancelled: signal.aborted, stopFlag } satisfies FromReceiver);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for (;;) {
      const message = queue.shift();
      if (message === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if (message.type === 'closed') return;
      if (message.type === 'severed') throw message.reason;
      yield* message.parts;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
    port.close();
  }
}
