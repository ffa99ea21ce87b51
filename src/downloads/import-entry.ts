import { HearthError, errorInfo } from '../core/errors.ts';
import type { Clock } from './clock.ts';
import { NEXT, completeEntry, newEntry } from './entries.ts';
import type { Hasher } from './hasher.ts';
import { newRecord } from './holding-record.ts';
import { Holding } from './holding.ts';
import type { FoundModel } from './import-model.ts';
import { copyModel } from './import-model.ts';
import type { Folder } from './store-folder.ts';
import { childFolder, removeEntry } from './store-folder.ts';
import type { Entry } from './stored-view.ts';

/** What work on the store needs. */
export interface StoreTools {
  readonly root: Folder;
  readonly hasher: Hasher;
  readonly clock: Clock;
  /** Something that is shown has changed; called often. */
  readonly onChange: () => void;
}

/** Copies a model into the store; one that is there already is replaced when the copy is whole. Throws `model-in-use`. */
export async function importEntry(found: FoundModel, entries: Map<string, Entry>, tools: StoreTools): Promise<Entry> {
  const { folder, order } = found;
  const before = entries.get(folder) ?? null;
  if (before !== null && (before.held.record.phase !== 'done' || before.next !== null))
    throw new HearthError(errorInfo('model-in-use', 'it is being downloaded'));
  const parent = before === null ? tools.root : before.held.folder;
  const name = before === null ? folder : NEXT;
  const record = newRecord(order, order.source.revision, tools.clock.nowMs());
  try {
    const copy = await Holding.create(await childFolder(parent, name), { ...record, phase: 'copying' });
    const entry = before ?? newEntry(folder, copy);
    if (before !== null) before.next = copy;
    entries.set(folder, entry);
    await copyModel(found, copy, tools.hasher, tools.onChange);
    await completeEntry(entry, null);
    return entry;
  } catch (caught) {
    // Nothing of it is kept: half a copy is of no use, and the files are still where they were.
    if (before === null) entries.delete(folder);
    else before.next = null;
    await removeEntry(parent, name);
    throw caught;
  } finally {
    tools.onChange();
  }
}
