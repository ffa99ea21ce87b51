const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener('message', () => waiting.shift()?.());
channel.port1.start();

/**
 * Lets messages that have arrived be handled, a cancel above all. On WASM the model computes on this very
 * thread, so without this a stop is seen only at the end. A timer would wait 4 ms when nested.
 */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}
