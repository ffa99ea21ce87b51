import { HearthError, errorInfo } from '../../core/errors.ts';
import { parseFileList } from './file-list.ts';
import type { ListedFile } from './file-list.ts';

/** Without these no model of any kind loads; others are optional. */
const REQUIRED: ReadonlySet<string> = new Set(['config.json', 'tokenizer.json', 'tokenizer_config.json']);

/** Told of every chunk that arrives. */
export type OnBytes = (chunkBytes: number) => void;

/** A response whose body is already here: the library's `arrayBuffer()` gets it without another copy. */
class HeldResponse extends Response {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    super(null, { headers: { 'content-length': String(bytes.byteLength) } });
    this.#bytes = bytes;
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#bytes.buffer);
  }
}

/**
 * Reads the files of one model folder of this origin and checks them against the folder's list, if it has one.
 * Rejects with `HearthError` `model-missing` or `model-corrupt`, and with the signal's reason when aborted.
 */
export class ModelFolder {
  /** Absolute, with a trailing slash. */
  readonly url: string;
  readonly #signal: AbortSignal;
  readonly #onBytes: OnBytes;
  #list: Promise<ReadonlyMap<string, ListedFile> | null> | null = null;
  readonly #small = new Map<string, Promise<Response>>();
  #failure: unknown = null;

  constructor(url: string, signal: AbortSignal, onBytes: OnBytes) {
    this.url = url;
    this.#signal = signal;
    this.#onBytes = onBytes;
  }

  /** The first thing that went wrong with a file; the library would report it in words of its own. Null: nothing. */
  get failure(): unknown {
    return this.#failure;
  }

  /** For the library's `env.fetch`. An optional file that is not there is a 404. */
  readonly fetch = async (input: string | URL): Promise<Response> => {
    const url = new URL(input, self.location.href).href;
    try {
      if (!url.startsWith(this.url)) throw failed('model-missing', `not in the model's folder: ${url}`);
      return await this.#fetch(url.slice(this.url.length));
    } catch (caught) {
      this.#failure ??= caught;
      throw caught;
    }
  };

  #fetch(path: string): Promise<Response> {
    if (path.startsWith('onnx/')) return this.#answer(path);
    // The library asks for small files more than once.
    const held = this.#small.get(path) ?? this.#answer(path);
    this.#small.set(path, held);
    return held;
  }

  async #answer(path: string): Promise<Response> {
    const response = await this.#request(path);
    if (response !== null) return new HeldResponse(await this.#read(path, response));
    const isNeeded = REQUIRED.has(path) || path.startsWith('onnx/') || (await this.#listed()).has(path);
    if (isNeeded) throw failed('model-missing', path);
    return new Response(null, { status: 404 });
  }

  async #request(path: string, cache: RequestCache = 'default'): Promise<Response | null> {
    let response: Response;
    try {
      response = await fetch(this.url + path, { signal: this.#signal, cache });
    } catch (caught) {
      this.#signal.throwIfAborted();
      throw failed('model-missing', `${path}: ${String(caught)}`);
    }
    // A server for single-page apps answers any path with the page.
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
    return response.ok && !isPage ? response : null;
  }

  async #read(path: string, response: Response): Promise<Uint8Array<ArrayBuffer>> {
    const listed = (await this.#listed()).get(path);
    const bytes = await this.#collect(path, response, listed?.bytes ?? declaredBytes(response));
    if (listed === undefined || (await faultOf(bytes, listed)) === null) return bytes;
    // It may be a cached copy that is damaged: once more, past every cache.
    const again = await this.#request(path, 'reload');
    const fresh = again === null ? bytes : await this.#collect(path, again, listed.bytes);
    const fault = await faultOf(fresh, listed);
    if (fault !== null) throw failed('model-corrupt', `${path}: ${fault}`);
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
      throw failed('model-missing', `${path}: broke off after ${length} bytes (${String(caught)})`);
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

function failed(code: 'model-missing' | 'model-corrupt', detail: string): HearthError {
  return new HearthError(errorInfo(code, detail));
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
