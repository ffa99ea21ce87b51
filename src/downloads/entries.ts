import { Holding } from './holding.ts';
import type { Folder } from './store-folder.ts';
import { findFolder, removeEntry } from './store-folder.ts';
import type { Entry } from './stored-view.ts';

/** Folder of the newer revision, or the import, that is to replace a model, inside that model's. */
export const NEXT = 'next';

export function newEntry(name: string, held: Holding): Entry {
  return {
    name,
    held,
    next: null,
    transfer: null,
    abort: null,
    running: null,
    checkedBytes: null,
    trouble: null,
    mustResolve: false,
  };
}

/** Also ends what a crash interrupted. Null when there is no model in it. */
export async function openEntry(folder: Folder, name: string): Promise<Entry | null> {
  const held = await Holding.open(folder);
  if (held === null) return null;
  const entry = newEntry(name, held);
  const beside = await findFolder(folder, NEXT);
  const next = beside === null ? null : await Holding.open(beside);
  if (next?.record.phase === 'done') {
    entry.held = await held.takeOver(next);
    await removeEntry(folder, NEXT);
  } else if (next === null || next.record.phase === 'copying') {
    if (beside !== null) await removeEntry(folder, NEXT);
  } else {
    entry.next = next;
  }
  const { record, pieces } = entry.held;
  if (record.phase === 'done' && pieces?.isWhole) await entry.held.writeList();
  return entry;
}
