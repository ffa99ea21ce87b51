import type { Quantization } from '../../core/models/manifest.ts';
import { parseFileList } from './file-list.ts';
import type { ListedFile } from './file-list.ts';
import { isRequired, modelFailure } from './model-source.ts';
import type { GraphFiles, KnownAnswer, ModelSource, OnBytes } from './model-source.ts';
import { parseReference } from './reference-answers.ts';

/** Reads a model folder of this origin and checks the files against the folder's list, if it has one. */
export class OriginSource implements ModelSource {
  readonly #url: string;
  readonly #signal: AbortSignal;
  readonly #onBytes: OnBytes;
  #list: Promise<ReadonlyMap<string, ListedFile> | null> | null = null;

  /** `url`: absolute, with a trailing slash. */
  constructor(url: string, signal: AbortSignal, onBytes: OnBytes) {
    this.#url = url;
    this.#signal = signal;
    this.#onBytes = onBytes;
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const response = await this.#request(path);
    if (response !== null) return this.#checked(path, response);
    if (isRequired(path) || (await this.#listed()).has(path)) throw modelFailure('model-missing', path);
    return null;
  }

  graph(_quantization: Quantization): Promise<GraphFiles | null> {
    return Promise.resolve(null);
  }

  /** `reference.json` says what the exported files answered; a model without one has none. */
  async knownAnswer(quantization: Quantization): Promise<KnownAnswer | null> {
    const response = await this.#request('reference.json').catch(() => null);
    return response === null ? null : parseReference(await response.text(), quantization);
  }

  keepAnswer(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    // Nothing is held.
  }

  async #request(path: string, cache: RequestCache = 'default'): Promise<Response | null> {
    let response: Response;
    try {
      response = await fetch(this.#url + path, { signal: this.#signal, cache });
    } catch (caught) {
      this.#signal.throwIfAborted();
      throw modelFailure('model-missing', `${path}: ${String(caught)}`);
    }
    // A server for single-page apps answers any path with the page.
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
    return response.ok && !isPage ? response : null;
  }

  async #checked(path: string, response: Response): Promise<Uint8Array<ArrayBuffer>> {
    const listed = (await this.#listed()).get(path);
    const bytes = await this.#collect(path, response, listed?.bytes ?? declaredBytes(response));
    if (listed === undefined || (await faultOf(bytes, listed)) === null) return bytes;
    // It may be a cached copy that is damaged: once more, past every cache.
    const again = await this.#request(path, 'reload');
    const fresh = again === null ? bytes : await this.#collect(path, again, listed.bytes);
    const fault = await faultOf(fresh, listed);
    if (fault !== null) throw modelFailure('model-corrupt', `${path}: ${fault}`);
    return fresh;
  }

  /** Into one array of the expected size: growing one would copy gigabytes over and over. */
  async #collect(path: string, response: Response, expected: number | null): Promise<Uint8Array<ArrayBuffer>> {
    let held = new Uint8Array(expected ?? 1 << 16);
    let length = 0;
    const reader = response.body?.getReader();
    try {
      for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) {
        const chunk = read.value;
        if (length + chunk.byteLength > held.byteLength) {
          const grown = new Uint8Array(Math.max(held.byteLength * 2, length + chunk.byteLength));
          grown.set(held.subarray(0, length));
          held = grown;
        }
        held.set(chunk, length);
        length += chunk.byteLength;
        this.#onBytes(chunk.byteLength);
      }
    } catch (caught) {
      this.#signal.throwIfAborted();
      throw modelFailure('model-missing', `${path}: broke off after ${length} bytes (${String(caught)})`);
    }
    return length === held.byteLength ? held : held.slice(0, length);
  }

  async #listed(): Promise<ReadonlyMap<string, ListedFile>> {
    this.#list ??= this.#request('manifest.json').then(async (response) =>
      response === null ? null : parseFileList(await response.text()),
    );
    return (await this.#list) ?? new Map<string, ListedFile>();
  }
}

/** A compressed body is longer than its content-length says. */
function declaredBytes(response: Response): number | null {
  const length = response.headers.get('content-length');
  return length === null || response.headers.has('content-encoding') ? null : Number(length);
}

/** Null when the bytes are the listed ones. */
async function faultOf(bytes: Uint8Array<ArrayBuffer>, listed: ListedFile): Promise<string | null> {
  if (bytes.byteLength !== listed.bytes) return `${bytes.byteLength} bytes instead of ${listed.bytes}`;
  // Hashing is only offered where the page is a secure context; elsewhere the length has to do.
  return self.isSecureContext && (await sha256(bytes)) !== listed.sha256 ? 'its checksum differs' : null;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
