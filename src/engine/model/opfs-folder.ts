import { HearthError, errorInfo } from '../../core/errors.ts';
import { STORED_FILES, STORED_LIST, STORE_ROOT, storedName } from '../../protocol/model-store.ts';
import { openAccess } from '../../protocol/open-access.ts';
import { readText } from '../../protocol/read-text.ts';
import { parseFileList } from './file-list.ts';
import type { ListedFile } from './file-list.ts';

/** A stored model, as the downloads worker left it (`protocol/model-store.ts`). Read only. */
export interface OpfsFolder {
  readonly list: ReadonlyMap<string, ListedFile>;
  /**
   * A handle on the bytes, which stay on disk until they are read. Rejects with `HearthError` `model-missing`, or
   * `model-corrupt` where the file is not as long as listed; reading gigabytes to hash them is for Verify.
   */
  open(path: string): Promise<File>;
}

/** What reading in place needs as well. */
export interface OpfsModel extends OpfsFolder {
  /** The model's own directory in the store. */
  readonly directory: FileSystemDirectoryHandle;
  /**
   * The same for reading without waiting; the caller closes it. Null where the browser gives none, or somebody else
   * holds the file open.
   */
  openSync(path: string): Promise<FileSystemSyncAccessHandle | null>;
}

/** Rejects with `HearthError` `model-missing` where there is no whole model: its list is written last. */
export async function openOpfsFolder(folder: string): Promise<OpfsModel> {
  const [text, files, directory] = await findModel(folder);
  const list = parseFileList(text);
  if (list === null) throw new HearthError(errorInfo('model-corrupt', `${folder}: its list cannot be read`));
  const open = async (path: string): Promise<File> => {
    const listed = list.get(path);
    if (listed === undefined) throw new HearthError(errorInfo('model-missing', path));
    const file = await fileOf(files, storedName(path));
    if (file.size === listed.bytes) return file;
    throw new HearthError(errorInfo('model-corrupt', `${path}: ${file.size} bytes instead of ${listed.bytes}`));
  };
  return {
    list,
    directory,
    open,
    async openSync(path) {
      await open(path);
      return syncHandle(await files.getFileHandle(storedName(path)));
    },
  };
}

async function findModel(
  folder: string,
): Promise<readonly [list: string, files: FileSystemDirectoryHandle, model: FileSystemDirectoryHandle]> {
  try {
    const root = await navigator.storage.getDirectory();
    const model = await (await root.getDirectoryHandle(STORE_ROOT)).getDirectoryHandle(folder);
    return [await readText(model, STORED_LIST), await model.getDirectoryHandle(STORED_FILES), model];
  } catch (caught) {
    throw missing(folder, caught);
  }
}

async function syncHandle(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle | null> {
  try {
    return await openAccess(file, { mode: 'read-only' });
  } catch (caught) {
    // Locked by a check of the downloads worker, or not offered: the bytes can still be had by waiting for them.
    if (caught instanceof DOMException) return null;
    throw caught;
  }
}

async function fileOf(directory: FileSystemDirectoryHandle, name: string): Promise<File> {
  try {
    return await (await directory.getFileHandle(name)).getFile();
  } catch (caught) {
    throw missing(name, caught);
  }
}

function missing(what: string, caught: unknown): HearthError {
  return caught instanceof HearthError
    ? caught
    : new HearthError(errorInfo('model-missing', `${what}: ${String(caught)}`));
}
