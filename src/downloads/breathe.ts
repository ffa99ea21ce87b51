const channel = new MessageChannel();
const breathing: (() => void)[] = [];
channel.port2.addEventListener('message', () => breathing.shift()?.());
channel.port2.start();

/** Lets waiting messages in; timers would be slowed down. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    breathing.push(resolve);
    channel.port1.postMessage(null);
  });
}
