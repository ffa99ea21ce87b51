import { errorInfo } from '../core/errors.ts';
import type { FileSelection, HubSource, ModelFile } from '../core/models/source.ts';
import { SourceFailure, answerFailure, networkFailure } from './failure.ts';
import { askOutside } from './ask-outside.ts';
import { hubAddress } from './hub-address.ts';
import type { RevisionFacts, TreeFile } from './hub-answers.ts';
import { MLC_LISTS, nextPage, readRevision, readShards, readTree } from './hub-answers.ts';
import type { Mirrors } from './mirrors.ts';
import type { Clock } from './clock.ts';

const ANSWER_MS = 30_000;
/** Of a list of files. Hugging Face puts a thousand on one; a list that goes in circles ends here too. */
const MOST_PAGES = 50;

/** Told when it waits and for what; null: it goes on. */
export type OnWait = (
  waiting: { readonly error: import('../core/errors.ts').ErrorInfo; readonly untilMs: number } | null,
) => void;

/** Questions to a hub or its mirrors, asked again until they are answered or refused. Rejects with `SourceFailure`. */
export class Hub {
  readonly #mirrors: Mirrors;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #onWait: OnWait;

  constructor(mirrors: Mirrors, clock: Clock, signal: AbortSignal, onWait: OnWait) {
    this.#mirrors = mirrors;
    this.#clock = clock;
    this.#signal = signal;
    this.#onWait = onWait;
  }

  async revision(source: HubSource): Promise<RevisionFacts> {
    return readRevision(await this.#json((base) => hubAddress.revision(base, source)));
  }

  /** All pages come from the same hub or mirror: another one may page otherwise. */
  tree(source: HubSource): Promise<readonly TreeFile[]> {
    return this.#retry(async (base) => {
      const files: TreeFile[] = [];
      let query: string | null = '?recursive=true';
      for (let page = 0; query !== null; page += 1) {
        if (page === MOST_PAGES)
          throw new SourceFailure(
            errorInfo('hub-bad-answer', `a list of files of over ${MOST_PAGES} pages`),
            'refused',
          );
        query = await this.#ask(hubAddress.tree(base, source) + query, async (response) => {
          files.push(...readTree(await readJson(response)));
          return nextPage(response.headers.get('link'));
        });
      }
      return files;
    });
  }

  readJson(source: HubSource, path: string): Promise<unknown> {
    return this.#json((base) => hubAddress.file(base, source, path));
  }

  /** The shards that an MLC build lists; null for other builds. */
  async shards(
    source: HubSource,
    tree: readonly TreeFile[],
    selection: FileSelection,
  ): Promise<ReadonlySet<string> | null> {
    if (selection.format !== 'mlc') return null;
    const list = MLC_LISTS.find((name) => tree.some(({ path }) => path === name));
    if (list === undefined)
      throw new SourceFailure(errorInfo('hub-bad-answer', `${MLC_LISTS.join(' or ')}: not there`), 'refused');
    return readShards(await this.readJson(source, list));
  }

  /** Size of a file outside the repository, which no list tells. */
  async sizeOf({ path, url }: ModelFile): Promise<number> {
    if (url === undefined) throw new SourceFailure(errorInfo('hub-bad-answer', `${path} has no size`), 'refused');
    return this.#retry(() =>
      this.#ask(url, async (response) => {
        // Read to its end rather than believed: the length may be that of a packed body.
        let bytes = 0;
        const reader = response.body?.getReader();
        for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read())
          bytes += read.value.byteLength;
        return bytes;
      }),
    );
  }

  #json(address: (base: string) => string): Promise<unknown> {
    return this.#retry((base) => this.#ask(address(base), readJson));
  }

  async #retry<T>(work: (base: string) => Promise<T>): Promise<T> {
    for (;;) {
      const base = await this.#base();
      try {
        const value = await work(base);
        this.#mirrors.succeeded(base);
        return value;
      } catch (caught) {
        this.#signal.throwIfAborted();
        if (!(caught instanceof SourceFailure)) throw caught;
        this.#mirrors.failed(base, caught, this.#clock.nowMs());
      }
    }
  }

  async #base(): Promise<string> {
    for (;;) {
      const pick = this.#mirrors.pick(this.#clock.nowMs());
      if (pick.type === 'refused') throw new SourceFailure(pick.error, 'refused');
      if (pick.type === 'go') {
        this.#onWait(null);
        return pick.base;
      }
      this.#onWait(pick);
      if (await this.#clock.sleepUntil(pick.untilMs, this.#signal)) this.#mirrors.retryNow();
    }
  }

  async #ask<T>(url: string, read: (response: Response) => Promise<T>): Promise<T> {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(ANSWER_MS)]);
    const { response, meter } = await askOutside(url, { signal });
    try {
      const failure = answerFailure(response, this.#clock.nowMs());
      if (failure !== null) throw failure;
      const value = await read(counted(response, (bytes) => meter?.received(bytes)));
      await meter?.end('sent');
      return value;
    } catch (caught) {
      await meter?.end('failed');
      if (caught instanceof SourceFailure) throw caught;
      throw networkFailure(navigator.onLine, caught);
    }
  }
}

/** The same headers and body; `onArrival` hears how many bytes each chunk has. */
function counted(response: Response, onArrival: (bytes: number) => void): Response {
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      onArrival(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(count) ?? null, { headers: response.headers });
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    throw new SourceFailure(errorInfo('hub-bad-answer', 'no JSON'), 'refused');
  }
}
