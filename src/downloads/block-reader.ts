import { openAccess } from '../protocol/open-access.ts';

/** Reads blocks of a file. */
export interface BlockReader {
  /** Fills the target from a byte on, as far as the file goes. Returns the bytes read. */
  read(target: Uint8Array<ArrayBuffer>, at: number): number | Promise<number>;
  /** What was written to the file is on the disk after it. Does nothing where somebody else has the file open. */
  flush(): void;
  close(): void;
}

export async function openBlockReader(handle: FileSystemFileHandle): Promise<BlockReader> {
  try {
    const access = await openAccess(handle);
    return {
      read: (target, at) => access.read(target, { at }),
      flush: () => access.flush(),
      close: () => access.close(),
    };
  } catch (caught) {
    if (!(caught instanceof DOMException && caught.name === 'NoModificationAllowedError')) throw caught;
    // An engine is reading it: slower, but without a lock.
    const file = await handle.getFile();
    return {
      read: async (target, at) => {
        const block = new Uint8Array(await file.slice(at, at + target.byteLength).arrayBuffer());
        target.set(block);
        return block.byteLength;
      },
      flush: () => undefined,
      close: () => undefined,
    };
  }
}
