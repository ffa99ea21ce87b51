import type { Airtight } from '../ports/airtight.ts';
import type { EgressLedger } from '../ports/egress-ledger.ts';

/** What left, and the switch that lets nothing leave. Fetched when it is first wanted. */
export interface Egress {
  readonly ledger: EgressLedger;
  readonly airtight: Airtight;
}
