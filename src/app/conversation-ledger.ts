import type { Conversation, ConversationSummary } from '../core/chat/conversation.ts';
import { summarize } from '../core/chat/conversation-edit.ts';
import { toErrorInfo } from '../core/errors.ts';
import type { ConversationId } from '../core/ids.ts';
import type { AppContext } from './context.ts';

/**
 * The conversations this tab has opened, newest value first in memory, then in the store. One writer per
 * conversation: while a write runs, only the latest value waits.
 */
export interface ConversationLedger {
  get(id: ConversationId): Conversation | null;
  open(id: ConversationId): Promise<Conversation | null>;
  /** Applies an edit to the latest value, shows it if it is current, and stores it. Null when it is gone. */
  edit(id: ConversationId, change: (conversation: Conversation) => Conversation): Conversation | null;
  add(conversation: Conversation): void;
  drop(id: ConversationId): Promise<void>;
  refreshList(): Promise<void>;
  /** Another tab stored something: takes over what is newer there. */
  sync(): Promise<void>;
  /** Resolves when everything handed over so far is stored, or has failed. */
  flush(): Promise<void>;
  /** Deletes every conversation, in memory and in the store. */
  clear(): Promise<void>;
}

export function createConversationLedger(context: AppContext): ConversationLedger {
  const { state, deps } = context;
  const opened = new Map<ConversationId, Conversation>();
  const waiting = new Map<ConversationId, Conversation>();
  const writing = new Map<ConversationId, Promise<void>>();

  async function drain(id: ConversationId): Promise<void> {
    for (let next = waiting.get(id); next !== undefined; next = waiting.get(id)) {
      waiting.delete(id);
      try {
        await deps.conversations.write(next);
      } catch (caught) {
        context.notify(toErrorInfo(caught, 'storage-blocked'));
      }
    }
    writing.delete(id);
  }

  function store(conversation: Conversation): void {
    waiting.set(conversation.id, conversation);
    if (!writing.has(conversation.id)) writing.set(conversation.id, drain(conversation.id));
  }

  function list(conversation: Conversation): void {
    const others = state.getState().conversations.filter((summary) => summary.id !== conversation.id);
    state.setState({ conversations: newestFirst([summarize(conversation), ...others]) });
  }

  function put(conversation: Conversation): void {
    opened.set(conversation.id, conversation);
    if (state.getState().current?.id === conversation.id) state.setState({ current: conversation });
    list(conversation);
    store(conversation);
  }

  async function refreshList(): Promise<void> {
    try {
      const { summaries, unreadable } = await deps.conversations.list();
      state.setState({ conversations: newestFirst(summaries), unreadable });
    } catch (caught) {
      context.notify(toErrorInfo(caught, 'storage-blocked'));
    }
  }

  return {
    get: (id) => opened.get(id) ?? null,
    async open(id) {
      const known = opened.get(id);
      if (known !== undefined) return known;
      const stored = await deps.conversations.read(id);
      // A write that began meanwhile is newer than what was read.
      const latest = opened.get(id) ?? stored;
      if (latest !== null) opened.set(id, latest);
      return latest;
    },
    edit(id, change) {
      const old = opened.get(id);
      if (old === undefined) return null;
      const conversation = change(old);
      put(conversation);
      return conversation;
    },
    add: put,
    async drop(id) {
      opened.delete(id);
      waiting.delete(id);
      await writing.get(id);
      await deps.conversations.delete(id);
      state.setState({
        conversations: state.getState().conversations.filter((summary) => summary.id !== id),
      });
    },
    refreshList,
    async sync() {
      await refreshList();
      for (const { id, updatedAtMs } of state.getState().conversations) {
        const mine = opened.get(id);
        if (mine === undefined || writing.has(id) || mine.updatedAtMs >= updatedAtMs) continue;
        // One that cannot be read is already listed as such.
        const theirs = await deps.conversations.read(id).catch(() => null);
        if (theirs === null || opened.get(id) !== mine) continue;
        opened.set(id, theirs);
        if (state.getState().current?.id === id) state.setState({ current: theirs });
      }
    },
    async flush() {
      await Promise.all(writing.values());
    },
    async clear() {
      waiting.clear();
      opened.clear();
      await Promise.all(writing.values());
      await deps.conversations.clear();
    },
  };
}

function newestFirst(summaries: readonly ConversationSummary[]): readonly ConversationSummary[] {
  return summaries.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs);
}
