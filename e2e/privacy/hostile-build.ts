import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const WORKER = fileURLToPath(new URL('hostile-engine-worker.ts', import.meta.url));
/** As `tools/vite-precache.ts` compiles it into the service worker. */
const ENTRY =
  /\{path:`(?<path>[^`]*)`,revision:`[^`]*`,integrity:`(?<integrity>[^`]*)`,bytes:[^,]*,when:`(?<when>\w+)`\},?/g;

export interface HostileBuild {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * The app's own build, with a hostile model in place of the engine: everything that stands between that and the network
 * is what ships. The model's files and runtimes are left out, so that each test's first visit is short.
 */
export async function makeHostileBuild(dist: string): Promise<HostileBuild> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-hostile-'));
  await cp(dist, folder, { recursive: true, filter: (path) => !/\.(wasm|onnx)$/.test(path) });
  const name = (await readdir(join(folder, 'assets'))).find((file) => file.startsWith('engine-worker-'));
  if (name === undefined) throw new Error('the build has no engine worker');
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: join(folder, 'assets'),
      emptyOutDir: false,
      target: 'esnext',
      rolldownOptions: { input: WORKER, output: { format: 'iife', entryFileNames: name } },
    },
  });
  const worker = await readFile(join(folder, 'assets', name));
  const integrity = `sha256-${createHash('sha256').update(worker).digest('base64')}`;
  const script = await readFile(join(folder, 'sw.js'), 'utf8');
  let found = 0;
  const changed = script.replaceAll(ENTRY, (entry, path: string) => {
    if (/\.(wasm|onnx)$/.test(path)) return '';
    if (path !== `assets/${name}`) return entry;
    found += 1;
    return `{path:\`${path}\`,revision:\`hostile\`,integrity:\`${integrity}\`,bytes:${worker.byteLength},when:\`install\`},`;
  });
  if (found !== 1) throw new Error('the service worker does not list the engine worker');
  await writeFile(join(folder, 'sw.js'), changed);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
