import type { UseStore } from 'idb-keyval';
import { clear, createStore, del, entries, get, set } from 'idb-keyval';
import type { Conversation } from '../core/chat/conversation.ts';
import { HearthError } from '../core/errors.ts';
import type { ConversationId } from '../core/ids.ts';
import { conversationId } from '../core/ids.ts';
import { storageError } from './storage-error.ts';
import { fromStored, toStored } from './stored-conversation.ts';

/** Conversations as IndexedDB records, one each. Everything rejects with `HearthError`. */
export interface IdbRecords {
  all(): Promise<{ readonly readable: readonly Conversation[]; readonly unreadable: readonly ConversationId[] }>;
  read(id: ConversationId): Promise<Conversation | null>;
  /** `onHandedOver`: see `ConversationStore`. */
  write(conversation: Conversation, onHandedOver?: () => void): Promise<void>;
  delete(id: ConversationId): Promise<void>;
  clear(): Promise<void>;
}

/** Opens nothing yet: blocked storage shows at the first use, as a typed error. */
export function createIdbRecords(database: string): IdbRecords {
  let opened: UseStore | null = null;
  const store = (onHandedOver?: () => void) =>
    safely((opened ??= createStore(database, 'conversations')), onHandedOver);

  return {
    async all() {
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
    },
    async read(id) {
      const record = await attempt(() => get<unknown>(id, store()));
      return record === undefined ? null : fromStored(record);
    },
    write: (conversation, onHandedOver) =>
      attempt(() => set(conversation.id, toStored(conversation), store(onHandedOver))),
    delete: (id) => attempt(() => del(id, store())),
    clear: () => attempt(() => clear(store())),
  };
}

/**
 * Writes are flushed to the disk before they count as done: Chromium's default leaves that to the operating system,
 * and an empty battery takes along what was not flushed (Indexed Database API 3.0, "durability hint").
 *
 * And they are committed without waiting for what the requests say (`IDBTransaction.commit`), so that nothing is left
 * for this page to do: in Chromium a page that crashes right after that loses nothing, else it loses the write.
 */
function safely(use: UseStore, onHandedOver: () => void = () => undefined): UseStore {
  return (mode, callback) => {
    if (mode === 'readonly') return use(mode, callback);
    return use('readonly', ({ name, transaction: { db }, transaction: opening }) => {
      // Only the way to the database. Left open it would hold up the write, and take it along when the page goes away.
      opening.commit();
      const transaction = db.transaction(name, mode, { durability: 'strict' });
      const done = callback(transaction.objectStore(name));
      transaction.commit();
      onHandedOver();
      return done;
    });
  };
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (caught) {
    throw storageError(caught);
  }
}
