import { describe, it } from 'vitest';
import { EGRESS_CONTRACT } from './egress-contract.ts';
import { EgressDisk, MemoryEgressLedger } from './memory-egress.ts';

describe('the ledger in memory keeps the contract: it', () => {
  it.each(Object.entries(EGRESS_CONTRACT))('%s', async (_name, check) => {
    const disk = new EgressDisk();
    await check(() => new MemoryEgressLedger(disk));
  });
});
