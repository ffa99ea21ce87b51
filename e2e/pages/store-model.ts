import type { StoredList } from '../../src/protocol/model-store.ts';
import { STORED_FILES, STORED_LIST, STORE_ROOT, storedName } from '../../src/protocol/model-store.ts';

/**
 * Puts a model into the store as the downloads worker leaves it, without that worker: the files below `baseUrl`, then
 * the list of them. `without` are listed and not there.
 */
export async function storeModel(
  folder: string,
  baseUrl: string,
  paths: readonly string[],
  without: readonly string[],
): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const model = await (
    await root.getDirectoryHandle(STORE_ROOT, { create: true })
  ).getDirectoryHandle(folder, { create: true });
  const files = await model.getDirectoryHandle(STORED_FILES, { create: true });
  const listed: StoredList['files'][number][] = [];
  for (const path of paths) {
    const response = await fetch(new URL(path, baseUrl));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    const bytes = await response.arrayBuffer();
    listed.push({ path, bytes: bytes.byteLength, sha256: await sha256(bytes) });
    if (!without.includes(path)) await write(files, storedName(path), bytes);
  }
  const list: StoredList = { version: 1, files: listed };
  await write(model, STORED_LIST, JSON.stringify(list));
}

async function write(directory: FileSystemDirectoryHandle, name: string, data: ArrayBuffer | string): Promise<void> {
  const writable = await (await directory.getFileHandle(name, { create: true })).createWritable();
  await writable.write(data);
  await writable.close();
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
