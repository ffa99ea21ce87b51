import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve as resolvePath, sep } from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Serves a built folder with the headers listed in its `_headers`, on this machine only. What `npm start` and the
 * tests use; any static host will do as well.
 *
 * @param {string} path of the built folder
 * @param {number} port 0: any free one
 * @param {{plain?: boolean}} options plain: like a host that knows nothing of `_headers`
 * @returns {Promise<import('./static-server.d.mts').StaticServer>} rejects with code EADDRINUSE when the port is taken
 */
export async function serveFolder(path, port, { plain = false } = {}) {
  const folder = resolvePath(path);
  const rules = plain ? [] : parseHeaders(await readFile(join(folder, '_headers'), 'utf8'));
  /** @type {string[]} */
  const requested = [];
  /** @type {Map<string, string>} */
  const overrides = new Map();
  /** @type {Map<string, Promise<void>>} */
  const held = new Map();
  const server = createServer((request, response) => {
    respond(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  /** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} */
  async function respond(request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const pathname = pathOf(request.url ?? '/');
    requested.push(pathname ?? '');
    await held.get(pathname ?? '');
    const file = pathname === null ? null : join(folder, normalize(pathname));
    if (file === null || !file.startsWith(folder + sep) || pathname === '/_headers') {
      response.writeHead(400).end();
      return;
    }
    const headers = {
      ...headersFor(rules, pathname),
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    };
    const override = overrides.get(pathname);
    if (override !== undefined) {
      response.writeHead(200, { ...headers, 'Cache-Control': 'no-store' }).end(override);
      return;
    }
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) {
      response.writeHead(404, headersFor(rules, '/404')).end('Not found');
      return;
    }
    const etag = `"${found.size.toString(36)}-${found.mtimeMs.toString(36)}"`;
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, { ...headers, ETag: etag }).end();
      return;
    }
    response.writeHead(200, { ...headers, ETag: etag, 'Content-Length': found.size });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  }

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://localhost:${bound}/`,
    port: bound,
    requested,
    hold: (name) => {
      let letGo = () => {};
      held.set(
        name,
        new Promise((resolve) => {
          letGo = resolve;
        }),
      );
      return () => letGo();
    },
    override: (name, content) => {
      if (content === null) overrides.delete(name);
      else overrides.set(name, content);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @param {string} url @returns {string | null} the path with `/` as `/index.html`; null when it cannot be decoded */
function pathOf(url) {
  try {
    const { pathname } = new URL(url, 'http://localhost');
    const path = decodeURIComponent(pathname);
    return path.endsWith('/') ? `${path}index.html` : path;
  } catch {
    return null;
  }
}

/** @param {string} text @returns {{pattern: string, headers: Record<string, string>}[]} */
function parseHeaders(text) {
  /** @type {{pattern: string, headers: Record<string, string>}[]} */
  const rules = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (!line.startsWith(' ')) {
      rules.push({ pattern: line, headers: {} });
      continue;
    }
    const colon = line.indexOf(':');
    const rule = rules.at(-1);
    if (rule) rule.headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return rules;
}

/** @param {{pattern: string, headers: Record<string, string>}[]} rules @param {string} path @returns {Record<string, string>} */
function headersFor(rules, path) {
  const fits = rules.filter(({ pattern }) =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern,
  );
  return Object.assign({}, ...fits.map(({ headers }) => headers));
}
