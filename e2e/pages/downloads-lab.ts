import type { ErrorInfo } from '../../src/core/errors.ts';
import type { StoredModel } from '../../src/core/models/stored-model.ts';
import { createWorkerModelLibrary } from '../../src/platform/worker-model-library.ts';
import type { ImportFile } from '../../src/ports/model-library.ts';
import { STORED_FILES, STORED_LIST, STORE_ROOT, storedName } from '../../src/protocol/model-store.ts';

/** The real library in a page of its own, driven from a test. */
export class DownloadsLab {
  models: readonly StoredModel[] = [];
  /** States in the order they came, without repetitions. */
  readonly states: string[] = [];
  /** Why downloads waited, in the order it came: a wait may be over before a test looks. */
  readonly waits: ErrorInfo[] = [];
  readonly client = createWorkerModelLibrary(
    () => new Worker(new URL('../../src/downloads/downloads-worker.ts', import.meta.url), { type: 'module' }),
  );

  constructor() {
    this.client.subscribe(
      (models) => {
        this.models = models;
        const state = models.map((model) => model.state.type).join();
        if (this.states.at(-1) !== state) this.states.push(state);
        for (const { state: now } of models) if (now.type === 'waiting') this.waits.push(now.error);
      },
      ({ code }) => this.states.push(code),
    );
  }

  /** SHA-256 of the stored files by path, with what the list says; null while there is no list. */
  async stored(folder: string): Promise<Readonly<Record<string, string>> | null> {
    try {
      const list: { files: { path: string; sha256: string }[] } = JSON.parse(
        await (await (await this.#folder(folder)).getFileHandle(STORED_LIST)).getFile().then((file) => file.text()),
      );
      const entries = list.files.map(async ({ path, sha256 }) => {
        const hash = await sha256Of(await (await this.#file(folder, path)).getFile());
        return [path, hash === sha256 ? hash : `${hash}, not ${sha256} as listed`] as const;
      });
      return Object.fromEntries(await Promise.all(entries));
    } catch (caught) {
      if (caught instanceof DOMException && caught.name === 'NotFoundError') return null;
      throw caught;
    }
  }

  /** Flips a bit on the disk. */
  async damage(folder: string, path: string, at: number): Promise<void> {
    const handle = await this.#file(folder, path);
    const byte = new Uint8Array(await (await handle.getFile()).slice(at, at + 1).arrayBuffer());
    const out = await handle.createWritable({ keepExistingData: true });
    await out.write({ type: 'write', position: at, data: Uint8Array.of((byte[0] ?? 0) ^ 1) });
    await out.close();
  }

  /** Exports into a folder of the private file system, which is the same kind of handle that a user picks. */
  async export(folder: string): Promise<unknown> {
    const root = await navigator.storage.getDirectory();
    return this.client.exportTo(folder, await root.getDirectoryHandle('exported', { create: true }));
  }

  /** Imports what was exported; `change` may replace or leave out files, by path. */
  async import(change: Readonly<Record<string, string | null>> = {}): Promise<unknown> {
    const root = await navigator.storage.getDirectory();
    const files = await filesOf(await root.getDirectoryHandle('exported'), 'stick/');
    const changed = files.flatMap(({ path, file }): readonly ImportFile[] => {
      const text = change[path.slice('stick/'.length)];
      if (text === undefined) return [{ path, file }];
      return text === null ? [] : [{ path, file: new Blob([text]) }];
    });
    return this.client.importFiles(changed);
  }

  async usage(): Promise<number> {
    return (await navigator.storage.estimate()).usage ?? 0;
  }

  async #folder(folder: string): Promise<FileSystemDirectoryHandle> {
    const root = await navigator.storage.getDirectory();
    return (await root.getDirectoryHandle(STORE_ROOT)).getDirectoryHandle(folder);
  }

  async #file(folder: string, path: string): Promise<FileSystemFileHandle> {
    const files = await (await this.#folder(folder)).getDirectoryHandle(STORED_FILES);
    return files.getFileHandle(storedName(path));
  }
}

async function filesOf(folder: FileSystemDirectoryHandle, prefix: string): Promise<readonly ImportFile[]> {
  const found: ImportFile[] = [];
  for await (const handle of folder.values()) {
    if (handle instanceof FileSystemFileHandle)
      found.push({ path: prefix + handle.name, file: await handle.getFile() });
    if (handle instanceof FileSystemDirectoryHandle) found.push(...(await filesOf(handle, `${prefix}${handle.name}/`)));
  }
  return found;
}

async function sha256Of(file: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
