import { clear, createStore, entries, set, type UseStore } from 'idb-keyval';
import type { DecisionRecord } from '../core/routing/decision-record.ts';
import type { DecisionLog } from '../ports/decision-log.ts';
import { storageError } from './storage-error.ts';
import { readDecisionRecord } from './stored-decision.ts';

/** Decisions in IndexedDB, one record each; other tabs are told of changes over a BroadcastChannel. */
export function createIdbDecisionLog(database = 'hearth-decisions'): DecisionLog {
  const channel = new BroadcastChannel(database);
  let opened: UseStore | null = null;
  const store = () => (opened ??= createStore(database, 'decisions'));

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (caught) {
      throw storageError(caught);
    }
  }

  async function change(work: () => Promise<void>): Promise<void> {
    await attempt(work);
    channel.postMessage('changed');
  }

  return {
    write: (record) => change(() => set(record.id, record, store())),
    async list() {
      const stored = await attempt(() => entries<string, unknown>(store()));
      const records = stored
        .map(([, record]) => readDecisionRecord(record))
        .filter((record): record is DecisionRecord => record !== null);
      return records.toSorted((a, b) => a.atMs - b.atMs);
    },
    clear: () => change(() => clear(store())),
    subscribe(onChange) {
      const listener = () => onChange();
      channel.addEventListener('message', listener);
      return () => channel.removeEventListener('message', listener);
    },
  };
}
