import { readFile, readdir } from 'node:fs/promises';

/**
 * Highest resident bytes of the page's process and of the GPU process of the browser on this profile, as the kernel
 * counted them (Linux).
 *
 * @param {string} profile
 * @returns {Promise<{renderer: number, gpu: number}>}
 */
export async function processPeaks(profile) {
  const processes = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      const [command, status] = await Promise.all(
        ['cmdline', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
      );
      const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      processes.push({ pid: Number(pid), parent: field('PPid'), command, peak: field('VmHWM') * 1024 });
    } catch {
      // It ended meanwhile.
    }
  }
  const root = processes.find(({ command }) => command.includes(profile) && !command.includes('--type='));
  const isOurs = (process) =>
    process !== undefined && (process.pid === root?.pid || isOurs(processes.find(({ pid }) => pid === process.parent)));
  const peakOf = (type) =>
    Math.max(
      0,
      ...processes
        .filter((process) => process.command.includes(`--type=${type}`) && isOurs(process))
        .map(({ peak }) => peak),
    );
  return { renderer: peakOf('renderer'), gpu: peakOf('gpu-process') };
}
