import { HearthError, errorInfo } from '../core/errors.ts';
import type { Holding } from './holding.ts';
import { storageFailure } from './store-folder.ts';

/** Room that is left to everything else. */
const SPARE_BYTES = 16 << 20;

/** Throws `model-storage-full` where the browser says beforehand that there is too little room. */
export async function checkRoom(holding: Holding): Promise<void> {
  const { pieces } = holding.known;
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  const needed = pieces.totalBytes - pieces.storedBytes;
  const room = quota - usage;
  if (needed > 0 && needed + SPARE_BYTES > room)
    throw new HearthError(errorInfo('model-storage-full', `${needed} bytes are needed, ${room} are left`));
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
