import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { InlineConfig, Plugin } from 'vite';
import { headersFor } from '../../src/sw/response-headers.ts';
import config from '../../vite.config.ts';

const PAGES = fileURLToPath(new URL('.', import.meta.url));
const PUBLIC = fileURLToPath(new URL('../../public', import.meta.url));

export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Gives every script the policy of its realm, as the service worker and the hosts do. */
const POLICIES: Plugin = {
  name: 'hearth-policies',
  configurePreviewServer(server) {
    server.middlewares.use((request, response, next) => {
      const policy = headersFor(new URL(request.url ?? '/', 'http://preview').pathname)['Content-Security-Policy'];
      if (policy !== undefined && request.url?.includes('.js') === true)
        response.setHeader('Content-Security-Policy', policy);
      next();
    });
  },
};

/** By name: several test files of one run want the same page. */
const built = new Map<string, Promise<string>>();

/** Builds one page of this folder as the app is built, without its service worker; gives the folder it is in. */
async function buildPage(name: string): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'hearth-page-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  await build({
    ...shared(outDir),
    build: { ...config.build, outDir, emptyOutDir: true, rolldownOptions: { input: join(PAGES, `${name}.html`) } },
  });
  return outDir;
}

function shared(outDir: string): InlineConfig {
  return {
    ...config,
    configFile: false,
    logLevel: 'error',
    base: '/',
    root: PAGES,
    publicDir: PUBLIC,
    plugins: [],
    build: { ...config.build, outDir },
  };
}

/** Serves one page of this folder, on an origin of its own. */
export async function servePage(name: string, { policies = false } = {}): Promise<ServedPage> {
  const building = built.get(name) ?? buildPage(name);
  built.set(name, building);
  const server = await preview({
    ...shared(await building),
    plugins: policies ? [POLICIES] : [],
    preview: { ...config.preview, port: 0, host: '127.0.0.1' },
  });
  const [origin] = server.resolvedUrls?.local ?? [];
  if (origin === undefined) throw new Error('the preview server has no address');
  return { url: `${origin}${name}.html`, close: () => server.close() };
}
