import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from './static-server.mjs';

/* `npm start`: builds when something is newer than the last build, serves it, prints the address. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json', 'tools/vite-precache.ts'];
const FIRST_PORT = Number(process.env.PORT ?? 4173);
const PORTS_TRIED = 20;

if (isStale()) {
  console.log('Building Hearth …');
  const built = spawnSync('npm', ['run', 'build'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
}
const { url } = await serve();
console.log(
  `\n  Hearth is at ${url}\n  Everything it does happens in your browser. Ctrl+C stops this server; the page goes on without it.\n`,
);

function isStale() {
  const built = newest(join(DIST, 'sw.js'));
  return SOURCES.some((source) => newest(join(ROOT, source)) > built);
}

/** @param {string} path @returns {number} the newest change below it, Unix ms; 0 where there is nothing */
function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** @returns {ReturnType<typeof serveFolder>} */
async function serve() {
  for (let port = FIRST_PORT; ; port += 1) {
    try {
      return await serveFolder(DIST, port);
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || port >= FIRST_PORT + PORTS_TRIED) throw error;
    }
  }
}
