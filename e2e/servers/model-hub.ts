import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** What goes wrong until it is set back. Faults concern the files, on both origins, unless said otherwise. */
export interface Faults {
  /** Answers a range with the whole file. */
  ignoreRange: boolean;
  /** As many answers (of files and of questions) are 429 with this `Retry-After`, in seconds. */
  busy: { left: number; retryAfter: string | null };
  /** As many answers (of files and of questions) have this status. */
  status: { left: number; code: number };
  /** As many bodies end after so many bytes, with the connection. */
  cut: { left: number; afterBytes: number };
  /** `Content-Length` and the total in `Content-Range` are so many bytes more than the file has. */
  lengthError: number;
  /** Answers with a web page, as the sign-in of a network does. */
  page: boolean;
  /** Without the headers that let a page of another origin read it. */
  noCors: boolean;
  /** Bodies stand still before this many bytes of a file (its own offset); null: they do not. */
  holdAt: number | null;
  /** Each body stands still after this many bytes of its own; null: it does not. */
  holdAfter: number | null;
  /** A bit is wrong in as many bodies of this path. */
  corrupt: { left: number; path: string };
  /** Redirected addresses are refused after so many uses each. */
  expireAfter: number;
  /** As storage hosts refuse them that answer without CORS: the page learns no more than that it failed. */
  expireUnseen: boolean;
  /** `Content-Range` cannot be read by the page, as on servers that do not expose it. */
  hideHeaders: boolean;
}

const NO_FAULTS: Faults = {
  ignoreRange: false,
  busy: { left: 0, retryAfter: null },
  status: { left: 0, code: 500 },
  cut: { left: 0, afterBytes: 0 },
  lengthError: 0,
  page: false,
  noCors: false,
  holdAt: null,
  holdAfter: null,
  corrupt: { left: 0, path: '' },
  expireAfter: Infinity,
  expireUnseen: false,
  hideHeaders: false,
};

export interface HubFile {
  readonly bytes: Buffer;
  /** With its checksum in the hub's list, as large files have it. */
  readonly isLarge: boolean;
}

interface SeenRequest {
  readonly url: string;
  readonly range: string | null;
  readonly atMs: number;
}

const BLOCK_BYTES = 64 * 1024;

/** A real HTTP hub with Hugging Face's layout on one port, which redirects to its delivery host on another. */
export class ModelHub {
  readonly requests: SeenRequest[] = [];
  readonly faults: Faults = structuredClone(NO_FAULTS);
  /** Bytes of files' bodies handed to the network. */
  sentBytes = 0;
  /** Of a list of files, as on Hugging Face; a `Link` header leads to the next. */
  filesPerPage = 1000;
  readonly #commits = new Map<string, ReadonlyMap<string, HubFile>>();
  readonly #branches = new Map<string, string>();
  readonly #uses = new Map<string, number>();
  readonly #held = new Set<() => void>();
  readonly #servers: Server[] = [];
  #ports: readonly number[] = [];

  static async start(port = 0): Promise<ModelHub> {
    const hub = new ModelHub();
    hub.#ports = [
      await hub.#listen(port, (request, response) => hub.#answerHub(request, response)),
      await hub.#listen(port === 0 ? 0 : port + 1, (request, response) => hub.#answerDelivery(request, response)),
    ];
    return hub;
  }

  /** Base URL of the hub. */
  get url(): string {
    return `http://127.0.0.1:${this.#ports[0]}`;
  }

  /** Puts a revision of a repository there and points `main` at it. Returns its commit. */
  publish(repo: string, files: Readonly<Record<string, Buffer | HubFile>>): string {
    const entries = Object.entries(files).map(([path, content]) => {
      const file = Buffer.isBuffer(content) ? { bytes: content, isLarge: content.byteLength > 100_000 } : content;
      return [path, file] as const;
    });
    const id = createHash('sha1').update(repo);
    for (const [path, { bytes }] of entries) id.update(path).update(bytes);
    const commit = id.digest('hex');
    this.#commits.set(`${repo}@${commit}`, new Map(entries));
    this.#branches.set(`${repo}@main`, commit);
    return commit;
  }

  /** Changes a file of a published commit, which a hub should never do. */
  tamper(repo: string, commit: string, path: string, bytes: Buffer): void {
    const files = this.#commits.get(`${repo}@${commit}`);
    const isLarge = files?.get(path)?.isLarge ?? false;
    this.#commits.set(`${repo}@${commit}`, new Map([...(files ?? []), [path, { bytes, isLarge }]]));
  }

  /** All is well again, and what was held goes on. */
  heal(): void {
    Object.assign(this.faults, structuredClone(NO_FAULTS));
    for (const go of this.#held) go();
    this.#held.clear();
  }

  /** Bodies that stand still because of `holdAt`. */
  get heldBodies(): number {
    return this.#held.size;
  }

  async close(): Promise<void> {
    this.heal();
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      ),
    );
  }

  /** Drops all connections, as a network that goes away does. */
  dropConnections(): void {
    for (const server of this.#servers) server.closeAllConnections();
  }

  async #listen(port: number, answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
    const server = createServer(answer);
    this.#servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return address.port;
  }

  #answerHub(request: IncomingMessage, response: ServerResponse): void {
    if (this.#refuse(request, response)) return;
    const { pathname } = new URL(request.url ?? '/', this.url);
    const [, repo = '', verb, revision = '', path = ''] =
      /^\/(?:api\/models\/)?([^/]+\/[^/]+)\/(revision|tree|resolve)\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
    const commit = this.#branches.get(`${repo}@${revision}`) ?? revision;
    const files = this.#commits.get(`${repo}@${commit}`);
    if (files === undefined) return void response.writeHead(404).end('{"error":"Repository not found"}');
    if (verb === 'revision') return json(response, { id: repo, sha: commit, cardData: { license: 'mit' } });
    if (verb === 'tree') return this.#answerTree(request, response, files);
    const file = files.get(decodeURIComponent(path));
    if (file === undefined) return void response.writeHead(404).end('Entry not found');
    response.setHeader('X-Repo-Commit', commit);
    response.setHeader('Access-Control-Expose-Headers', 'X-Repo-Commit, X-Linked-ETag');
    // Small files are answered by the hub itself.
    if (!file.isLarge) return this.#sendFile(request, response, decodeURIComponent(path), file);
    const target = `http://127.0.0.1:${this.#ports[1]}/${repo}/${commit}/${path}?signature=${this.requests.length}`;
    response.writeHead(302, { Location: target }).end();
  }

  #answerTree(request: IncomingMessage, response: ServerResponse, files: ReadonlyMap<string, HubFile>): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const from = Number(searchParams.get('cursor') ?? 0);
    const to = from + this.filesPerPage;
    if (to < files.size) {
      response.setHeader('Access-Control-Expose-Headers', 'Link');
      // Its own address, also where a mirror hands the answer on.
      response.setHeader('Link', `<https://huggingface.co${pathname}?recursive=true&cursor=${to}>; rel="next"`);
    }
    return json(
      response,
      [...files].slice(from, to).map(([name, file]) => treeEntry(name, file)),
    );
  }

  #answerDelivery(request: IncomingMessage, response: ServerResponse): void {
    if (this.#refuse(request, response)) return;
    const { pathname, search } = new URL(request.url ?? '/', this.url);
    const [, repo = '', commit = '', path = ''] = /^\/([^/]+\/[^/]+)\/([^/]+)\/(.*)$/.exec(pathname) ?? [];
    const uses = (this.#uses.get(search) ?? 0) + 1;
    this.#uses.set(search, uses);
    const file = this.#commits.get(`${repo}@${commit}`)?.get(decodeURIComponent(path));
    if (file === undefined) return void response.writeHead(404).end();
    if (uses > this.faults.expireAfter) {
      if (this.faults.expireUnseen) response.removeHeader('Access-Control-Allow-Origin');
      return void response.writeHead(403).end('Request has expired');
    }
    this.#sendFile(request, response, decodeURIComponent(path), file);
  }

  /** Headers for all answers, and the faults that do not need to know the file. True: it is answered. */
  #refuse(request: IncomingMessage, response: ServerResponse): boolean {
    this.requests.push({ url: request.url ?? '', range: request.headers.range ?? null, atMs: Date.now() });
    const { faults } = this;
    if (!faults.noCors) response.setHeader('Access-Control-Allow-Origin', '*');
    if (faults.busy.left > 0) {
      faults.busy.left -= 1;
      response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
      if (faults.busy.retryAfter !== null) response.setHeader('Retry-After', faults.busy.retryAfter);
      response.writeHead(429).end('Too many requests');
      return true;
    }
    if (faults.status.left > 0) {
      faults.status.left -= 1;
      response.writeHead(faults.status.code).end('no');
      return true;
    }
    if (faults.page) {
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>Sign in to the network</title>');
      return true;
    }
    return false;
  }

  #sendFile(request: IncomingMessage, response: ServerResponse, path: string, { bytes }: HubFile): void {
    const { faults } = this;
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const isRange = first !== undefined && !faults.ignoreRange;
    const from = isRange ? Number(first) : 0;
    const to = isRange && last !== '' ? Math.min(Number(last) + 1, bytes.byteLength) : bytes.byteLength;
    if (from > bytes.byteLength) return void response.writeHead(416).end();
    const exposed = faults.hideHeaders ? '' : 'Content-Range, ETag, Accept-Ranges';
    response.setHeader('Access-Control-Expose-Headers', exposed);
    response.setHeader('Content-Type', 'application/octet-stream');
    response.setHeader('ETag', `"${createHash('md5').update(bytes).digest('hex')}"`);
    response.setHeader('Content-Length', to - from + faults.lengthError);
    if (isRange) {
      response.setHeader('Content-Range', `bytes ${from}-${to - 1}/${bytes.byteLength + faults.lengthError}`);
    }
    response.writeHead(isRange ? 206 : 200);
    void this.#sendBody(response, path, bytes, from, to);
  }

  async #sendBody(response: ServerResponse, path: string, bytes: Buffer, from: number, to: number): Promise<void> {
    const { faults } = this;
    const end = faults.cut.left > 0 ? Math.min(to, from + faults.cut.afterBytes) : to;
    if (end < to) faults.cut.left -= 1;
    const isCorrupt = faults.corrupt.left > 0 && faults.corrupt.path === path;
    if (isCorrupt) faults.corrupt.left -= 1;
    let at = from;
    while (at < end && !response.destroyed) {
      const holdAt = Math.min(faults.holdAt ?? Infinity, from + (faults.holdAfter ?? Infinity));
      if (at >= holdAt) await this.#hold(response);
      // Bytes for a browser that is gone are not sent, so they must not count.
      if (response.destroyed) break;
      const stopAt = at < holdAt ? Math.min(end, holdAt) : end;
      const block = Buffer.from(bytes.subarray(at, Math.min(stopAt, at + BLOCK_BYTES)));
      if (isCorrupt && at === from) block[0] = (block[0] ?? 0) ^ 1;
      at += block.byteLength;
      this.sentBytes += block.byteLength;
      if (!response.write(block)) await drained(response);
    }
    if (end < to || faults.lengthError !== 0) {
      // What was written leaves first.
      response.write(Buffer.alloc(0), () => response.destroy());
    } else {
      response.end();
    }
  }

  /** Until it is let go, or whoever reads it is gone. */
  #hold(response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        this.#held.delete(go);
        resolve();
      };
      this.#held.add(go);
      response.once('close', go);
    });
  }
}

function treeEntry(path: string, { bytes, isLarge }: HubFile): object {
  const oid = createHash('sha1').update(bytes).digest('hex');
  const entry = { type: 'file', oid, size: bytes.byteLength, path };
  if (!isLarge) return entry;
  return { ...entry, lfs: { oid: createHash('sha256').update(bytes).digest('hex'), size: bytes.byteLength } };
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
