import { HearthError, errorInfo } from '../../core/errors.ts';
import type { ListedFile } from '../model/file-list.ts';
import type { OpfsModel } from '../model/opfs-folder.ts';
import { readFully } from '../model/stored-bytes.ts';

/** Nothing is ever asked of these addresses: web-llm knows its files by address, so the stored ones get some. */
const MODEL_URL = 'https://model-store.invalid/resolve/stored/';
const LIBRARY_URL = 'https://model-store.invalid/library.wasm';

/** Newer and older builds of a model name the list of its weights differently; the content is the same. */
const WEIGHT_LISTS = ['tensor-cache.json', 'ndarray-cache.json'] as const;

type StoredFiles = Pick<OpfsModel, 'list' | 'open' | 'openSync'>;
type OnRead = (path: string, bytes: number) => void;
/** What web-llm is to get instead of what a file holds, by its path. */
type Rewrites = Readonly<Record<string, (bytes: ArrayBuffer) => ArrayBuffer>>;

/** As much of a `Cache` as web-llm uses. */
interface StoreCache {
  match(request: RequestInfo | URL): Promise<Response | undefined>;
  add(request: RequestInfo | URL): Promise<void>;
  keys(): Promise<readonly Request[]>;
  delete(request: RequestInfo | URL): Promise<boolean>;
}

export interface StoredBuild {
  readonly modelUrl: string;
  readonly libraryUrl: string;
  /** Put in place of the worker's own `caches` before web-llm is imported. */
  readonly caches: { open(): Promise<StoreCache> };
  /** The first thing that went wrong with a file; web-llm would report it in words of its own. Null: nothing. */
  readonly failure: unknown;
}

/**
 * The store as the cache that web-llm looks into before it would ask the network: no second copy on disk, no request,
 * and the same for every version of it. Throws `HearthError` `model-missing` where the model has no compiled library.
 * `onRead` is told of each file that was read.
 */
export function storedBuild(folder: StoredFiles, onRead: OnRead, rewrites: Rewrites = {}): StoredBuild {
  const library = libraryPath(folder.list);
  let failure: unknown = null;
  const pathOf = (url: string): string | null => {
    if (url === LIBRARY_URL) return library;
    if (!url.startsWith(MODEL_URL)) return null;
    const path = decodeURIComponent(url.slice(MODEL_URL.length));
    if (folder.list.has(path)) return path;
    return WEIGHT_LISTS.some((name) => name === path)
      ? (WEIGHT_LISTS.find((name) => folder.list.has(name)) ?? null)
      : null;
  };
  const noting = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (caught) {
      failure ??= caught;
      throw caught;
    }
  };
  const cache: StoreCache = {
    match: (request) =>
      noting(async () => {
        const path = pathOf(urlOf(request));
        if (path === null) return undefined;
        await folder.open(path);
        return new StoredResponse(() =>
          noting(async () => {
            const bytes = await readStored(folder, path, onRead);
            return rewrites[path]?.(bytes) ?? bytes;
          }),
        );
      }),
    // Asked for what `match` did not find: it would be fetched and kept.
    add: (request) => noting(() => Promise.reject(new HearthError(errorInfo('model-missing', pathIn(urlOf(request)))))),
    keys: () => Promise.resolve([...keysOf(folder.list)].map((url) => new Request(url))),
    // The downloads worker alone changes the store.
    delete: () => Promise.resolve(false),
  };
  return {
    modelUrl: MODEL_URL,
    libraryUrl: LIBRARY_URL,
    caches: { open: () => Promise.resolve(cache) },
    get failure() {
      return failure;
    },
  };
}

/** Read when web-llm asks for the body, which it does once for every two times it looks the file up. */
class StoredResponse extends Response {
  readonly #read: () => Promise<ArrayBuffer>;
  constructor(read: () => Promise<ArrayBuffer>) {
    super(null);
    this.#read = read;
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read();
  }
  override async json(): Promise<unknown> {
    return JSON.parse(new TextDecoder().decode(await this.#read()));
  }
}

async function readStored(folder: StoredFiles, path: string, onRead: OnRead): Promise<ArrayBuffer> {
  const bytes = await bytesOf(folder, path);
  // Weights are numbers, and gigabytes of them. The library is code, and the rest decides what is done with it.
  if (!isWeights(path) && (await sha256(bytes)) !== folder.list.get(path)?.sha256)
    throw new HearthError(errorInfo('model-corrupt', `${path}: its checksum differs`));
  onRead(path, bytes.byteLength);
  return bytes;
}

/** Read in place it comes about four times as fast as through a `File`. */
async function bytesOf(folder: StoredFiles, path: string): Promise<ArrayBuffer> {
  const handle = await folder.openSync(path);
  if (handle === null) return (await folder.open(path)).arrayBuffer();
  try {
    const bytes = new Uint8Array(handle.getSize());
    readFully({ read: (target, at) => handle.read(target, { at }) }, bytes, 0);
    return bytes.buffer;
  } finally {
    handle.close();
  }
}

/** The one that is no part of the repository. */
function libraryPath(list: ReadonlyMap<string, ListedFile>): string {
  const path = [...list.keys()].find((name) => name.endsWith('.wasm'));
  if (path === undefined) throw new HearthError(errorInfo('model-missing', 'the compiled model library'));
  return path;
}

function* keysOf(list: ReadonlyMap<string, ListedFile>): Generator<string> {
  yield LIBRARY_URL;
  for (const path of list.keys()) yield new URL(path, MODEL_URL).href;
  if (WEIGHT_LISTS.some((name) => list.has(name))) for (const name of WEIGHT_LISTS) yield MODEL_URL + name;
}

export function isWeights(path: string): boolean {
  return path.endsWith('.bin');
}

function urlOf(request: RequestInfo | URL): string {
  return request instanceof Request ? request.url : String(request);
}

function pathIn(url: string): string {
  return url.startsWith(MODEL_URL) ? url.slice(MODEL_URL.length) : url;
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
