// What the kernel holds of a server's connections on this machine (Linux): sent, but read by nobody.
import { readFileSync } from 'node:fs';

/** @param {number} port of the server, on 127.0.0.1 */
export function unreadBytes(port) {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .reduce((sum, [, from, to, , queues]) => {
      const [sending, receiving] = (queues ?? '0:0').split(':').map((count) => Number.parseInt(count, 16));
      // At the server what was not taken by the other end yet, at the browser what it has not read.
      return sum + (from === local ? sending : to === local ? receiving : 0);
    }, 0);
}
