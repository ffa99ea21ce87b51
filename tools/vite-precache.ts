import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import type { PrecacheEntry } from '../src/sw/precache-entry.ts';
import { headersFor } from '../src/sw/response-headers.ts';

const SERVICE_WORKER = fileURLToPath(new URL('../src/sw/service-worker.ts', import.meta.url));

/** Read by people, stores and hosts, never by the app. */
const NOT_PRECACHED = /^(sw\.js|_headers|screenshots\/.*|.*\.map)$/;
/** The runtime for browsers with WebGPU but without JSPI, and web-llm: 27 and 6 MB that many never need. */
const ON_DEMAND = /asyncify|\/mlc-engine-[\w-]+\.js$/;
const HASHED = /^assets\//;

/**
 * Lists every file of the finished build, compiles `src/sw/service-worker.ts` with that list to `sw.js`, and writes
 * `_headers` (the form that Netlify, Cloudflare Pages and our own static server read).
 */
export function precache(): Plugin {
  let outDir = '';
  return {
    name: 'hearth-precache',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        const paths = (await filesOf(outDir)).filter((path) => path !== 'sw.js' && path !== '_headers');
        const listed = paths.filter((path) => !NOT_PRECACHED.test(path));
        const entries = await Promise.all(listed.map((path) => entryOf(outDir, path)));
        // Small files first: the shell is safe before the runtimes, which the first visit is still fetching itself.
        entries.sort((a, b) => a.bytes - b.bytes);
        await buildServiceWorker(outDir, entries);
        await writeFile(join(outDir, '_headers'), headersFile([...paths, 'sw.js']));
        const bytes = entries.reduce((sum, entry) => sum + (entry.when === 'install' ? entry.bytes : 0), 0);
        this.info(`offline: ${entries.length} files, ${(bytes / 1e6).toFixed(1)} MB at the first visit`);
      },
    },
  };
}

async function filesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const files: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    if ((await stat(path)).isFile()) files.push(relative(folder, path).split(sep).join('/'));
  }
  return files.toSorted();
}

async function entryOf(outDir: string, path: string): Promise<PrecacheEntry> {
  const content = await readFile(join(outDir, path));
  const sha256 = createHash('sha256').update(content).digest('base64');
  return {
    path,
    revision: createHash('sha256')
      .update(sha256)
      .update(JSON.stringify(headersFor(path)))
      .digest('hex')
      .slice(0, 16),
    integrity: `sha256-${sha256}`,
    bytes: content.byteLength,
    when: ON_DEMAND.test(path) ? 'demand' : 'install',
  };
}

async function buildServiceWorker(outDir: string, entries: readonly PrecacheEntry[]): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { HEARTH_PRECACHE: JSON.stringify(entries) },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'esnext',
      rolldownOptions: {
        input: SERVICE_WORKER,
        output: { format: 'iife', entryFileNames: 'sw.js' },
      },
    },
  });
}

function headersFile(paths: readonly string[]): string {
  const section = (pattern: string, headers: Readonly<Record<string, string>>): string =>
    [pattern, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''].join('\n');
  const common = headersFor('');
  const own = paths.map((path): string => {
    const policy = headersFor(path)['Content-Security-Policy'];
    const headers = {
      ...(policy === undefined ? {} : { 'Content-Security-Policy': policy }),
      ...(HASHED.test(path) ? {} : { 'Cache-Control': 'no-cache' }),
    };
    const patterns = path === 'index.html' ? ['/', '/index.html'] : [`/${path}`];
    return Object.keys(headers).length === 0 ? '' : patterns.map((pattern) => section(pattern, headers)).join('');
  });
  const immutable = { 'Cache-Control': 'public, max-age=31536000, immutable' };
  return [section('/*', common), section('/assets/*', immutable), ...own].join('');
}
