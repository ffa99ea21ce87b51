import { modelLock } from '../protocol/model-store.ts';
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

/** All models in a folder, by the names of theirs. */
export async function openEntries(root: Folder): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const [name, handle] of root.entries()) {
    if (handle.kind !== 'directory') continue;
    const folder = await root.getDirectoryHandle(name);
    const entry = await openEntry(folder, name);
    // Null: it was about to be created, or is of another version of Hearth. Neither shown nor touched.
    if (entry !== null && entry.held.record.phase !== 'copying') entries.set(name, entry);
    else if (entry !== null) await removeEntry(root, name);
  }
  return entries;
}

/** Also ends what a crash interrupted. Null when there is no model in it. */
async function openEntry(folder: Folder, name: string): Promise<Entry | null> {
  const held = await Holding.open(folder);
  if (held === null) return null;
  const entry = newEntry(name, held);
  const beside = await findFolder(folder, NEXT);
  const next = beside === null ? null : await Holding.open(beside);
  if (next?.record.phase === 'done') {
    await replace(entry, next);
  } else if (next === null || next.record.phase === 'copying') {
    if (beside !== null) await removeEntry(folder, NEXT);
  } else {
    entry.next = next;
  }
  const { record, pieces } = entry.held;
  if (record.phase === 'done' && pieces?.isWhole) await entry.held.writeList();
  return entry;
}

/** All of it is there: a model becomes ready, a newer revision takes the place of the old one. */
export async function completeEntry(entry: Entry, origin: string | null): Promise<void> {
  const work = entry.next ?? entry.held;
  // First, so that what is shown as ready is so for the engine too.
  if (entry.next === null) await work.writeList();
  await work.update({ phase: 'done', error: null, wasWhole: true, origin });
  if (entry.next === null) return;
  await replace(entry, entry.next);
  entry.next = null;
}

/** Puts the newer revision in the place of the old one, as soon as nobody loads that. */
async function replace(entry: Entry, next: Holding): Promise<void> {
  await navigator.locks.request(modelLock(entry.name), async () => {
    entry.held = await entry.held.takeOver(next);
    await removeEntry(entry.held.folder, NEXT);
  });
}
