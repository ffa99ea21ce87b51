import { describe, it } from 'vitest';
import { DECISION_LOG_CONTRACT } from './decision-log-contract.ts';
import { MemoryDecisionLog, MemoryDecisions } from './memory-decision-log.ts';

describe('the decision log in memory keeps the contract: it', () => {
  it.each(Object.entries(DECISION_LOG_CONTRACT))('%s', async (_name, check) => {
    const disk = new MemoryDecisions();
    await check(() => new MemoryDecisionLog(disk));
  });
});
