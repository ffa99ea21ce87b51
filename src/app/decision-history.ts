import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorInfo } from '../core/errors.ts';
import type { DecisionId } from '../core/ids.ts';
import type { DecisionRecord } from '../core/routing/decision-record.ts';
import type { DecisionLog } from '../ports/decision-log.ts';
import type { AppContext } from './context.ts';

/** The decision log, newest value in memory first, then in the store. */
export interface DecisionHistory {
  /** Oldest first. */
  readonly records: StoreApi<readonly DecisionRecord[]>;
  /** Resolves when what is stored was read, or could not be. */
  readonly ready: Promise<void>;
  put(record: DecisionRecord): void;
  /** Nothing happens where it is not there any more. */
  change(id: DecisionId, edit: (record: DecisionRecord) => DecisionRecord): void;
  clear(): Promise<void>;
}

export function createDecisionHistory(context: AppContext, log: DecisionLog): DecisionHistory {
  const records = createStore<readonly DecisionRecord[]>(() => []);
  /** Changed by this tab since the list was last asked for: newer than what comes. */
  const changed = new Set<DecisionId>();

  async function refresh(): Promise<void> {
    changed.clear();
    try {
      const stored = await log.list();
      const mine = new Map(records.getState().map((record) => [record.id, record]));
      const merged = stored.map((record) => (changed.has(record.id) ? (mine.get(record.id) ?? record) : record));
      const listed = new Set(stored.map(({ id }) => id));
      const added = [...mine.values()].filter(({ id }) => changed.has(id) && !listed.has(id));
      records.setState([...merged, ...added], true);
    } catch (caught) {
      context.notify(toErrorInfo(caught, 'storage-blocked'));
    }
  }

  function put(record: DecisionRecord): void {
    changed.add(record.id);
    const others = records.getState();
    const known = others.some(({ id }) => id === record.id);
    records.setState(known ? others.map((old) => (old.id === record.id ? record : old)) : [...others, record], true);
    log.write(record).catch((caught: unknown) => context.notify(toErrorInfo(caught, 'storage-blocked')));
  }

  const ready = refresh();
  log.subscribe(() => void refresh());
  return {
    records,
    ready,
    put,
    change(id, edit) {
      const record = records.getState().find((candidate) => candidate.id === id);
      if (record !== undefined) put(edit(record));
    },
    async clear() {
      await log.clear();
      changed.clear();
      records.setState([], true);
    },
  };
}
