import type { Conversation, ConversationSummary } from '../core/chat/conversation.ts';
import type { ConversationId } from '../core/ids.ts';

/** Rejects with `HearthError` (`storage-full`, `storage-blocked`, `stored-data-newer`, `stored-data-corrupt`). */
export interface ConversationStore {
  /** Newest first. A conversation that cannot be read is listed in `unreadable`, never dropped. */
  list(): Promise<{
    readonly summaries: readonly ConversationSummary[];
    readonly unreadable: readonly ConversationId[];
  }>;
  read(id: ConversationId): Promise<Conversation | null>;
  /**
   * Resolves when it is stored. From when `onHandedOver` is called it will be, even if the page goes away or crashes.
   * Writes that are asked for while another runs are stored in that order.
   */
  write(conversation: Conversation, onHandedOver?: () => void): Promise<void>;
  delete(id: ConversationId): Promise<void>;
  /** Ids whose title or text contains the query, case-insensitively. */
  search(query: string): Promise<readonly ConversationId[]>;
  clear(): Promise<void>;
  /** Calls back when another tab changed something. */
  subscribe(onChange: () => void): () => void;
}
