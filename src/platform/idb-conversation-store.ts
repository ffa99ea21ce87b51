import { mentions, summarize } from '../core/chat/conversation-edit.ts';
import type { ConversationStore } from '../ports/conversation-store.ts';
import type { IdbRecords } from './idb-records.ts';

const DATABASE = 'hearth-conversations';

/** Conversations in IndexedDB; other tabs are told of changes over a BroadcastChannel. */
export function createIdbConversationStore(): ConversationStore {
  const channel = new BroadcastChannel(DATABASE);
  // The database and the schema come with the first use: the page's first paint does not wait for them.
  let opening: Promise<IdbRecords> | null = null;
  const records = () => {
    opening ??= import('./idb-records.ts').then((module) => module.createIdbRecords(DATABASE));
    // A module that could not be fetched is fetched anew by the next use.
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };

  async function change(work: (open: IdbRecords) => Promise<void>): Promise<void> {
    await work(await records());
    channel.postMessage('changed');
  }

  return {
    async list() {
      const { readable, unreadable } = await (await records()).all();
      return { summaries: readable.map(summarize).toSorted((a, b) => b.updatedAtMs - a.updatedAtMs), unreadable };
    },
    async read(id) {
      return (await records()).read(id);
    },
    write: (conversation, onHandedOver) => change((open) => open.write(conversation, onHandedOver)),
    delete: (id) => change((open) => open.delete(id)),
    clear: () => change((open) => open.clear()),
    async search(query) {
      const { readable } = await (await records()).all();
      return readable.filter((conversation) => mentions(conversation, query)).map(({ id }) => id);
    },
    subscribe(onChange) {
      const listener = () => onChange();
      channel.addEventListener('message', listener);
      return () => channel.removeEventListener('message', listener);
    },
  };
}
