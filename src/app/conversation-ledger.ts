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
  /** What the store is known to hold; all else lives in this tab alone. */
  const stored = new Set<ConversationId>();
  const dropped = new Set<ConversationId>();

  async function drain(id: ConversationId): Promise<void> {
    for (let next = waiting.get(id); next !== undefined; next = waiting.get(id)) {
      waiting.delete(id);
      try {
        await deps.conversations.write(next);
        stored.add(id);
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
    dropped.delete(conversation.id);
    opened.set(conversation.id, conversation);
    if (state.getState().current?.id === conversation.id) state.setState({ current: conversation });
    list(conversation);
    store(conversation);
  }

  /** Lists what is stored and what only this tab has; resolves to the former. */
  async function refreshList(): Promise<readonly ConversationSummary[]> {
    try {
      const known = [...stored];
      const { summaries, unreadable } = await deps.conversations.list();
      const listed = new Set([...summaries.map(({ id }) => id), ...unreadable]);
      for (const id of known) if (!listed.has(id)) forgetDeleted(id);
      for (const id of listed) stored.add(id);
      const mine = [...opened.values()].map(summarize).filter((own) => {
        const theirs = summaries.find(({ id }) => id === own.id);
        return theirs === undefined || own.updatedAtMs >= theirs.updatedAtMs;
      });
      const others = summaries.filter(({ id }) => !dropped.has(id) && mine.every((own) => own.id !== id));
      state.setState({ conversations: newestFirst([...mine, ...others]), unreadable });
      return summaries;
    } catch (caught) {
      context.notify(toErrorInfo(caught, 'storage-blocked'));
      return [];
    }
  }

  /** Another tab deleted it: a copy kept here would bring it back with the next write. */
  function forgetDeleted(id: ConversationId): void {
    if (writing.has(id)) return;
    stored.delete(id);
    opened.delete(id);
    if (state.getState().current?.id !== id) return;
    state.setState({ current: null, offer: null });
    deps.settings.writeOpenConversation(null);
    context.announce('This chat was deleted in another tab');
  }

  return {
    get: (id) => opened.get(id) ?? null,
    async open(id) {
      const known = opened.get(id);
      if (known !== undefined) return known;
      const read = await deps.conversations.read(id);
      // A write that began meanwhile is newer than what was read.
      const latest = opened.get(id) ?? read;
      if (read !== null) stored.add(id);
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
      const kept = opened.get(id);
      opened.delete(id);
      waiting.delete(id);
      dropped.add(id);
      await writing.get(id);
      try {
        await deps.conversations.delete(id);
      } catch (caught) {
        // What was never stored is gone with this tab's copy. What is stored is still there, so it stays listed.
        if (stored.has(id)) {
          dropped.delete(id);
          if (kept !== undefined) opened.set(id, kept);
          throw caught;
        }
      }
      stored.delete(id);
      state.setState({
        conversations: state.getState().conversations.filter((summary) => summary.id !== id),
      });
    },
    async refreshList() {
      await refreshList();
    },
    async sync() {
      for (const theirSummary of await refreshList()) {
        const { id } = theirSummary;
        const mine = opened.get(id);
        if (mine === undefined || writing.has(id) || !differs(mine, theirSummary)) continue;
        // One that cannot be read is already listed as such.
        const theirs = await deps.conversations.read(id).catch(() => null);
        if (theirs === null || opened.get(id) !== mine) continue;
        opened.set(id, theirs);
        list(theirs);
        if (state.getState().current?.id === id) state.setState({ current: theirs });
      }
    },
    async flush() {
      await Promise.all(writing.values());
    },
    async clear() {
      const kept = new Map(opened);
      waiting.clear();
      opened.clear();
      await Promise.all(writing.values());
      try {
        await deps.conversations.clear();
      } catch (caught) {
        for (const [id, conversation] of kept) opened.set(id, conversation);
        throw caught;
      }
      stored.clear();
    },
  };
}

/** A rename does not touch the time of change, so equal times are not the same value. Mine is newer if a write failed. */
function differs(mine: Conversation, theirs: ConversationSummary): boolean {
  if (mine.updatedAtMs !== theirs.updatedAtMs) return mine.updatedAtMs < theirs.updatedAtMs;
  const own = summarize(mine);
  return own.title !== theirs.title || own.turnCount !== theirs.turnCount;
}

function newestFirst(summaries: readonly ConversationSummary[]): readonly ConversationSummary[] {
  return summaries.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs);
}
