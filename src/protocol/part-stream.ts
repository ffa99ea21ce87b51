/**
 * A stream of parts over a `MessagePort`: the page opens it, the worker pushes, the page may cancel, nothing else crosses.
 * Transferred ReadableStreams would do the same but are missing in Safari.
 */
type FromSender<Part> = { readonly type: 'part'; readonly part: Part } | { readonly type: 'closed' };
type FromReceiver = { readonly type: 'open'; readonly cancelled: boolean } | { readonly type: 'cancel' };

/**
 * Worker side. Pushes every part as it comes; the signal given to `produce` aborts when the receiver cancels.
 * Nothing is produced before the receiver opens the stream: what was cancelled before it began must not begin.
 */
export async function sendParts<Part>(
  port: MessagePort,
  produce: (signal: AbortSignal) => AsyncIterable<Part>,
): Promise<void> {
  const controller = new AbortController();
  const opened = new Promise<void>((resolve) => {
    port.addEventListener('message', ({ data }: MessageEvent<FromReceiver>) => {
      if (data.type === 'cancel' || data.cancelled) controller.abort();
      resolve();
    });
  });
  port.start();
  const post = (message: FromSender<Part>) => port.postMessage(message);
  await opened;
  try {
    for await (const part of produce(controller.signal)) post({ type: 'part', part });
  } finally {
    post({ type: 'closed' });
    port.close();
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
  const cancel = () => port.postMessage({ type: 'cancel' } satisfies FromReceiver);
  port.postMessage({ type: 'open', cancelled: signal.aborted } satisfies FromReceiver);
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
      yield message.part;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
    port.close();
  }
}
