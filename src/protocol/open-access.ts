/** A mode that browsers without modes leave unread; theirs is exclusive. */
interface AccessOptions {
  readonly mode: 'read-only';
}

/** A file handle, as workers know it. */
interface AccessibleFile<Access> {
  createSyncAccessHandle(options?: AccessOptions): Promise<Access>;
}

const opening = new Set<object>();

/**
 * A file without waiting for it: for reading and writing, by nobody else meanwhile, or for reading alone. Throws
 * `NoModificationAllowedError` where somebody holds it.
 *
 * Seen in Chromium 156: now and then the promise never settles, and no longer so where the file handle is kept. That the
 * garbage collector took it while it was being opened is inferred from that.
 */
export async function openAccess<Access>(file: AccessibleFile<Access>, options?: AccessOptions): Promise<Access> {
  opening.add(file);
  try {
    return await file.createSyncAccessHandle(options);
  } finally {
    opening.delete(file);
  }
}
