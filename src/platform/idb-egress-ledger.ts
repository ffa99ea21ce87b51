import type { EgressLedger } from '../ports/egress-ledger.ts';
import { openEgressRecords } from '../protocol/egress-records.ts';
import { storageError } from './storage-error.ts';

/** The ledger as the page sees it; the workers write it. */
export function createIdbEgressLedger(database?: string): EgressLedger {
  const records = openEgressRecords(database);
  return {
    record: (entry) => attempt(() => records.record(entry)),
    list: () => attempt(() => records.list()),
    subscribe: (changed) => records.subscribe(changed),
    clear: () => attempt(() => records.clear()),
  };
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (caught) {
    throw storageError(caught);
  }
}
