import { HearthError, errorInfo } from '../core/errors.ts';
import type { Holding } from './holding.ts';
import { storageFailure } from './store-folder.ts';

/** Room that is left to everything else. */
const SPARE_BYTES = 16 << 20;

/** Of a `Holding`, what tells how much of its room is its own already. */
interface Reserved {
  readonly known: { readonly pieces: { readonly files: readonly { readonly whole: Uint8Array | null }[] } };
  file(file: number): { readonly bytes: number };
  fileHandle(file: number): Promise<{ getFile(): Promise<{ readonly size: number }> }>;
}

/** Throws `model-storage-full` where the browser says beforehand that there is too little room. */
export async function checkRoom(holding: Reserved): Promise<void> {
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  const needed = await unreservedBytes(holding);
  const room = quota - usage;
  if (needed > 0 && needed + SPARE_BYTES > room)
    throw new HearthError(errorInfo('model-storage-full', `${needed} bytes are needed, ${room} are left`));
}

/** What is reserved already counts as used, whether it has arrived or not. */
async function unreservedBytes(holding: Reserved): Promise<number> {
  let total = 0;
  for (const [file, { whole }] of holding.known.pieces.files.entries()) {
    if (whole !== null) continue;
    const { size } = await (await holding.fileHandle(file)).getFile();
    total += Math.max(0, holding.file(file).bytes - size);
  }
  return total;
}

/**
 * Gives every file its full size: browsers tell of a quota that is too small only when it is reached. The journal has to
 * be open. Throws `model-storage-full`.
 */
export async function reserveRoom(holding: Holding): Promise<void> {
  try {
    for (const [file, { whole }] of holding.known.pieces.files.entries()) {
      if (whole !== null) continue;
      await holding.openFile(file);
      await holding.closeFile(file);
    }
  } catch (caught) {
    throw storageFailure(caught);
  }
}
