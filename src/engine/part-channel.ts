/** Turns work that reports as it goes into a stream of what it reports. Rejects when the work does. */
export async function* emitted<Part>(
  work: (emit: (part: Part) => void) => Promise<void>,
): AsyncGenerator<Part, void, undefined> {
  const queue: Part[] = [];
  let wake = Promise.withResolvers<void>();
  let done = false;
  const outcome = work((part) => {
    queue.push(part);
    wake.resolve();
  }).finally(() => {
    done = true;
    wake.resolve();
  });
  // Read below; without this a rejection before the reader gets there would count as unhandled.
  outcome.catch(() => undefined);
  for (;;) {
    const part = queue.shift();
    if (part !== undefined) yield part;
    else if (done) break;
    else {
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  }
  await outcome;
}
