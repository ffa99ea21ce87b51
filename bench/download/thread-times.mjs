// Processor time of a browser's threads, user's and kernel's.
import { readFileSync, readdirSync } from 'node:fs';

const TICK_MS = 10;

/**
 * @param {readonly {pid: number, args: string}[]} processes
 * @returns {Map<string, {name: string, userMs: number, kernelMs: number}>} by process and thread; ended ones are left out
 */
export function threadTimes(processes) {
  const times = new Map();
  for (const { pid, args } of processes) {
    const type = /--type=([\w-]+)/.exec(args)?.[1] ?? 'browser';
    const service = /--utility-sub-type=([\w.]+)/.exec(args)?.[1]?.split('.')[0];
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
        const [user, kernel] = stat
          .slice(stat.lastIndexOf(') ') + 2)
          .split(' ')
          .slice(11, 13);
        const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(') '));
        times.set(`${pid} ${thread}`, {
          name: `${service ?? type} ${name}`,
          userMs: Number(user) * TICK_MS,
          kernelMs: Number(kernel) * TICK_MS,
        });
      }
    } catch {
      // Ended meanwhile.
    }
  }
  return times;
}

/** What each thread took between two calls, largest first. */
export function threadDifferences(before, after) {
  return [...after]
    .map(([key, { name, userMs, kernelMs }]) => {
      const old = before.get(key) ?? { userMs: 0, kernelMs: 0 };
      return { name, userMs: userMs - old.userMs, kernelMs: kernelMs - old.kernelMs };
    })
    .toSorted((a, b) => b.userMs + b.kernelMs - a.userMs - a.kernelMs);
}
