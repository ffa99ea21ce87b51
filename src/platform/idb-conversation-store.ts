import { clear, createStore, del, entries, get, set } from 'idb-keyval';
import { mentions, summarize } from '../core/chat/conversation-edit.ts';
import type { Conversation, ConversationSummary } from '../core/chat/conversation.ts';
import { HearthError, errorInfo } from '../core/errors.ts';
import type { ConversationId } from '../core/ids.ts';
import { conversationId } from '../core/ids.ts';
import type { ConversationStore } from '../ports/conversation-store.ts';

const DATABASE = 'hearth-conversations';

/** The schema comes with the first use: the page's first paint does not wait for it. */
const storedForm = () => import('./stored-conversation.ts');

/** Conversations in IndexedDB, one record each; other tabs are told over a BroadcastChannel. */
export function createIdbConversationStore(): ConversationStore {
  const store = lazily(() => createStore(DATABASE, 'conversations'));
  const channel = new BroadcastChannel(DATABASE);

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (caught) {
      throw storageError(caught);
    }
  }

  async function readAll(): Promise<{ readable: Conversation[]; unreadable: ConversationId[] }> {
    const { fromStored } = await storedForm();
    const records = await attempt(() => entries<string, unknown>(store()));
    const readable: Conversation[] = [];
    const unreadable: ConversationId[] = [];
    for (const [key, record] of records) {
      try {
        readable.push(fromStored(record));
      } catch (caught) {
        if (!(caught instanceof HearthError)) throw caught;
        unreadable.push(conversationId(key));
      }
    }
    return { readable, unreadable };
  }

  return {
    async list() {
      const { readable, unreadable } = await readAll();
      const summaries: ConversationSummary[] = readable.map(summarize);
      return { summaries: summaries.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs), unreadable };
    },
    async read(id) {
      const record = await attempt(() => get<unknown>(id, store()));
      if (record === undefined) return null;
      const { fromStored } = await storedForm();
      return fromStored(record);
    },
    async write(conversation) {
      const { toStored } = await storedForm();
      await attempt(() => set(conversation.id, toStored(conversation), store()));
      channel.postMessage('changed');
    },
    async delete(id) {
      await attempt(() => del(id, store()));
      channel.postMessage('changed');
    },
    async search(query) {
      const { readable } = await readAll();
      return readable.filter((conversation) => mentions(conversation, query)).map(({ id }) => id);
    },
    async clear() {
      await attempt(() => clear(store()));
      channel.postMessage('changed');
    },
    subscribe(onChange) {
      const listener = () => onChange();
      channel.addEventListener('message', listener);
      return () => channel.removeEventListener('message', listener);
    },
  };
}

/** Opening the database can fail (blocked storage): then at the first use, as a typed error, not at start. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

function storageError(caught: unknown): HearthError {
  if (caught instanceof HearthError) return caught;
  const detail = caught instanceof Error ? `${caught.name}: ${caught.message}` : String(caught);
  const isFull = caught instanceof DOMException && caught.name === 'QuotaExceededError';
  return new HearthError(errorInfo(isFull ? 'storage-full' : 'storage-blocked', detail));
}
