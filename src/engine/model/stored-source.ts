import type { Backend, Quantization } from '../../core/models/manifest.ts';
import { STORED_ANSWERS } from '../../protocol/model-store.ts';
import { openAccess } from '../../protocol/open-access.ts';
import { graphOf } from './graph-files.ts';
import { isRequired, modelFailure } from './model-source.ts';
import type { GraphFiles, KnownAnswer, ModelSource, OnBytes } from './model-source.ts';
import { openOpfsFolder } from './opfs-folder.ts';
import type { OpfsModel } from './opfs-folder.ts';
import { parseReference } from './reference-answers.ts';
import { StoredBytes, readFully } from './stored-bytes.ts';
import type { BytesReader } from './stored-bytes.ts';

/** Between two of these a stop is heard and progress told. */
const CHUNK_BYTES = 16 << 20;

/**
 * Reads a model of the store. Sizes are checked at each load; checksums were when it was downloaded and are again by
 * Verify, since hashing gigabytes would take longer than loading them.
 */
export class StoredSource implements ModelSource {
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #onBytes: OnBytes;
  #opened: Promise<OpfsModel> | null = null;
  readonly #handles: FileSystemSyncAccessHandle[] = [];

  constructor(folder: string, signal: AbortSignal, onBytes: OnBytes) {
    this.#folder = folder;
    this.#signal = signal;
    this.#onBytes = onBytes;
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const store = await this.#open();
    if (!store.list.has(path)) {
      if (isRequired(path)) throw modelFailure('model-missing', path);
      return null;
    }
    const handle = path.startsWith('onnx/') ? await store.openSync(path) : null;
    try {
      return handle === null ? await this.#readWaiting(await store.open(path)) : await this.#readSync(path, handle);
    } finally {
      handle?.close();
    }
  }

  async graph(quantization: Quantization): Promise<GraphFiles | null> {
    const store = await this.#open();
    const found = graphOf(store.list.keys(), quantization);
    if (found === null) throw modelFailure('model-missing', `${this.#folder}: no graph for ${quantization}`);
    const externalData: GraphFiles['externalData'][number][] = [];
    for (const name of found.data) externalData.push({ path: name, data: await this.#external(store, `onnx/${name}`) });
    return { name: found.graph.slice(0, -'.onnx'.length), externalData };
  }

  /** What it said when it was first loaded from these very files. */
  async knownAnswer(quantization: Quantization, backend: Backend): Promise<KnownAnswer | null> {
    const store = await this.#open();
    try {
      const file = await (await store.directory.getFileHandle(STORED_ANSWERS)).getFile();
      return parseReference(await file.text(), await answerKey(store, quantization, backend), 'learnt');
    } catch {
      // None was kept, or it cannot be read: it is learnt anew.
      return null;
    }
  }

  async keepAnswer(quantization: Quantization, backend: Backend, { prompt, ids }: KnownAnswer): Promise<void> {
    const store = await this.#open();
    const key = await answerKey(store, quantization, backend);
    try {
      const file = await store.directory.getFileHandle(STORED_ANSWERS, { create: true });
      const kept = answersOf(await (await file.getFile()).text());
      const handle = await openAccess(file);
      const bytes = new TextEncoder().encode(JSON.stringify({ ...kept, [key]: [{ prompt, ids }] }));
      handle.truncate(handle.write(bytes, { at: 0 }));
      handle.close();
    } catch (caught) {
      // No room, or another tab writes it: it is learnt at the next load. The model works, so the load goes on.
      if (!(caught instanceof DOMException)) throw caught;
    }
  }

  close(): void {
    for (const handle of this.#handles.splice(0)) handle.close();
  }

  #open(): Promise<OpfsModel> {
    this.#opened ??= openOpfsFolder(this.#folder);
    return this.#opened;
  }

  /** Stays on disk where it can be read without waiting; else it is read as a whole. */
  async #external(store: OpfsModel, path: string): Promise<Uint8Array<ArrayBuffer>> {
    const handle = await store.openSync(path);
    if (handle === null) return this.#readWaiting(await store.open(path));
    this.#handles.push(handle);
    return new StoredBytes(readerOf(handle), handle.getSize(), this.#onBytes);
  }

  async #readSync(path: string, handle: FileSystemSyncAccessHandle): Promise<Uint8Array<ArrayBuffer>> {
    const reader = readerOf(handle);
    const bytes = new Uint8Array(handle.getSize());
    try {
      for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
        this.#signal.throwIfAborted();
        const chunk = bytes.subarray(at, at + CHUNK_BYTES);
        readFully(reader, chunk, at);
        this.#onBytes(chunk.byteLength);
      }
    } catch (caught) {
      this.#signal.throwIfAborted();
      throw modelFailure('model-corrupt', `${path}: ${String(caught)}`);
    }
    return bytes;
  }

  async #readWaiting(file: File): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(file.size);
    for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
      this.#signal.throwIfAborted();
      const chunk = new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer());
      bytes.set(chunk, at);
      this.#onBytes(chunk.byteLength);
    }
    return bytes;
  }
}

function readerOf(handle: FileSystemSyncAccessHandle): BytesReader {
  return { read: (target, at) => handle.read(target, { at }) };
}

/** Another revision of the files has an answer of its own. */
async function answerKey(store: OpfsModel, quantization: Quantization, backend: Backend): Promise<string> {
  const sums = [...store.list.values()].map(({ path, sha256 }) => `${path} ${sha256}`).toSorted();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sums.join('\n')));
  const hex = Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
  return `${quantization} ${backend} ${hex.join('')}`;
}

function answersOf(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
