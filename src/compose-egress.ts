import type { Egress } from './app/egress.ts';
import { createStoredAirtight } from './platform/stored-airtight.ts';
import { createIdbEgressLedger } from './platform/idb-egress-ledger.ts';

/** The part of the composition root that knows what left; the first paint does not need it. */
export function composeEgress(): Egress {
  return { ledger: createIdbEgressLedger(), airtight: createStoredAirtight() };
}
