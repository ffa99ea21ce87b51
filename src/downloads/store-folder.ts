import { HearthError, errorInfo } from '../core/errors.ts';
import { openAccess } from '../protocol/open-access.ts';
import { readText } from '../protocol/read-text.ts';

declare global {
  interface FileSystemFileHandle {
    /** Not in a standard yet, but in Chromium, Firefox and Safari for the private file system: atomic, replaces. */
    move(parent: FileSystemDirectoryHandle, name: string): Promise<void>;
  }
}

export type Folder = FileSystemDirectoryHandle;

export async function childFolder(parent: Folder, name: string): Promise<Folder> {
  return parent.getDirectoryHandle(name, { create: true });
}

export async function findFolder(parent: Folder, name: string): Promise<Folder | null> {
  return orNull(parent.getDirectoryHandle(name));
}

export async function findFile(parent: Folder, name: string): Promise<FileSystemFileHandle | null> {
  return orNull(parent.getFileHandle(name));
}

/** Null when there is none or it is no JSON: then it was never written. */
export async function readJson(parent: Folder, name: string): Promise<unknown> {
  const text = await orNull(readText(parent, name));
  if (text === null) return null;
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch (caught) {
    if (caught instanceof SyntaxError) return null;
    throw caught;
  }
}

/**
 * Writes all of it. Chromium does not throw where the quota is reached but returns an error number as the length, and
 * `truncate` leaves the size as it was. Throws `QuotaExceededError`.
 */
export function writeAll(access: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  const written = access.write(bytes, { at });
  if (written !== bytes.byteLength) throw new DOMException('the write fell short', 'QuotaExceededError');
}

/** Whole or not at all: written beside, flushed, then moved into place. */
export async function writeJson(parent: Folder, name: string, value: unknown): Promise<void> {
  const beside = await parent.getFileHandle(`${name}.new`, { create: true });
  const access = await openAccess(beside);
  try {
    access.truncate(0);
    writeAll(access, new TextEncoder().encode(JSON.stringify(value)), 0);
    access.flush();
  } finally {
    access.close();
  }
  await beside.move(parent, name);
}

/** What is not there is removed already. Throws `model-in-use` where somebody holds a file. */
export async function removeEntry(parent: Folder, name: string): Promise<void> {
  try {
    await parent.removeEntry(name, { recursive: true });
  } catch (caught) {
    if (isNamed(caught, 'NotFoundError')) return;
    if (isNamed(caught, 'NoModificationAllowedError')) throw new HearthError(errorInfo('model-in-use', name));
    throw caught;
  }
}

function isNamed(caught: unknown, name: string): boolean {
  return caught instanceof DOMException && caught.name === name;
}

async function orNull<T>(handle: Promise<T>): Promise<T | null> {
  try {
    return await handle;
  } catch (caught) {
    if (isNamed(caught, 'NotFoundError') || isNamed(caught, 'TypeMismatchError')) return null;
    throw caught;
  }
}

/** What was thrown while writing, as `model-storage-full`, `storage-blocked` or what it was. */
export function storageFailure(caught: unknown): unknown {
  if (isNamed(caught, 'QuotaExceededError')) return new HearthError(errorInfo('model-storage-full', String(caught)));
  if (isNamed(caught, 'NoModificationAllowedError')) return new HearthError(errorInfo('model-in-use', String(caught)));
  if (isNamed(caught, 'SecurityError')) return new HearthError(errorInfo('storage-blocked', String(caught)));
  return caught;
}
