import { describe, it } from 'vitest';
import { MemoryConversationStore, MemoryDisk } from './memory-conversation-store.ts';
import { STORE_CONTRACT } from './store-contract.ts';

describe('the store in memory keeps the contract: it', () => {
  it.each(Object.entries(STORE_CONTRACT))('%s', async (_name, check) => {
    const disk = new MemoryDisk();
    await check(() => new MemoryConversationStore(disk));
  });
});
