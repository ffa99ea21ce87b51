import type { PrecacheEntry } from './precache-entry.ts';
import { headersFor } from './response-headers.ts';

// More lanes win nothing against one static host and would crowd out the first visit's own requests.
const LANES = 3;

/**
 * The files of the app, each kept under its path and revision: an update fetches only what has changed, and an
 * install that was cut off goes on where it stopped.
 */
export class FileCache {
  readonly #scope: string;
  readonly #name: string;
  readonly #entries: readonly PrecacheEntry[];

  constructor(scope: string, entries: readonly PrecacheEntry[]) {
    this.#scope = scope;
    // The scope is part of the name: another copy on this origin must not have its files pruned.
    this.#name = `hearth-files ${scope}`;
    this.#entries = entries;
  }

  /** Fetches what is missing. Rejects when a file cannot be had whole, so that no half version is installed. */
  async fill(): Promise<void> {
    const cache = await this.#open();
    const missing = this.#entries.filter(({ when }) => when === 'install');
    const lane = async (): Promise<void> => {
      for (let entry = missing.shift(); entry !== undefined; entry = missing.shift()) {
        try {
          const key = this.#key(entry);
          if ((await cache.match(key)) === undefined) await cache.put(key, await this.#fetch(entry));
        } catch (caught) {
          // The other lanes need not go on either.
          missing.length = 0;
          throw caught;
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  /** The kept file; from the network, and kept from then on, when it is not here or `afresh` is asked for. */
  async read(entry: PrecacheEntry, afresh: boolean): Promise<Response> {
    const cache = await this.#open();
    const kept = await cache.match(this.#key(entry));
    if (kept !== undefined && !afresh) return kept;
    try {
      const fetched = await this.#fetch(entry);
      await this.#keep(cache, entry, fetched.clone());
      return fetched;
    } catch (error) {
      if (kept !== undefined) return kept;
      throw error;
    }
  }

  /** A file of an earlier version, for a tab that still runs it. */
  async readAny(url: string): Promise<Response | undefined> {
    const cache = await this.#open();
    return cache.match(url, { ignoreSearch: true });
  }

  /** Deletes the files of other versions. */
  async prune(): Promise<void> {
    const cache = await this.#open();
    const current = new Set(this.#entries.map((entry) => this.#key(entry)));
    const stale = (await cache.keys()).filter(({ url }) => !current.has(url));
    await Promise.all(stale.map((request) => cache.delete(request)));
  }

  #open(): Promise<Cache> {
    return caches.open(this.#name);
  }

  #key({ path, revision }: PrecacheEntry): string {
    const url = new URL(path, this.#scope);
    url.searchParams.set('revision', revision);
    return url.href;
  }

  async #keep(cache: Cache, entry: PrecacheEntry, response: Response): Promise<void> {
    try {
      await cache.put(this.#key(entry), response);
    } catch {
      // Full storage costs the offline copy, not this answer.
      await response.body?.cancel();
    }
  }

  async #fetch(entry: PrecacheEntry): Promise<Response> {
    const url = new URL(entry.path, this.#scope);
    const { integrity } = entry;
    const options = { integrity, credentials: 'same-origin' } as const;
    try {
      return toKeep(await fetch(url, options), entry);
    } catch {
      // The integrity check fails on what an HTTP cache kept from an earlier version: once more, past all caches.
      return toKeep(await fetch(url, { ...options, cache: 'reload' }), entry);
    }
  }
}

/**
 * The response as it is kept: with our headers, true length and no trace of a redirect or an encoding.
 * Stored so, not rewritten when served, because the browser keeps compiled code only for stored responses.
 */
function toKeep(response: Response, { path, bytes }: PrecacheEntry): Response {
  if (response.status !== 200) throw new Error(`${path}: HTTP ${response.status}`);
  const headers = new Headers(headersFor(path));
  headers.set('Content-Type', response.headers.get('Content-Type') ?? 'application/octet-stream');
  headers.set('Content-Length', String(bytes));
  return new Response(response.body, { headers });
}
