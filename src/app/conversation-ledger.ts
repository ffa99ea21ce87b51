import type { Conversation, ConversationSummary } from '../core/chat/conversation.ts';
import { summarize, withLaterLabels } from '../core/chat/conversation-edit.ts';
import { toErrorInfo } from '../core/errors.ts';
import type { ConversationId } from '../core/ids.ts';
import type { AppContext } from './context.ts';
import { createConversationWrites } from './conversation-writes.ts';

/** The conversations this tab has opened, newest value first in memory, then in the store. */
export interface ConversationLedger {
  get(id: ConversationId): Conversation | null;
  open(id: ConversationId): Promise<Conversation | null>;
  /** Applies an edit to the latest value, shows it if it is current, and stores it. Null when it is gone. */
  edit(id: ConversationId, change: Change): Conversation | null;
  /** The same for what will soon be replaced: it is stored when no other write of it runs. */
  editForNow(id: ConversationId, change: Change): Conversation | null;
  /** Resolves when the latest edit is stored even if the page goes away, or has failed. */
  handedOver(id: ConversationId): Promise<void>;
  /** Knows it without storing it: there is nothing in it yet. */
  begin(conversation: Conversation): void;
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

type Change = (conversation: Conversation) => Conversation;

export function createConversationLedger(context: AppContext): ConversationLedger {
  const { state, deps } = context;
  const opened = new Map<ConversationId, Conversation>();
  /** What the store is known to hold; all else lives in this tab alone. */
  const stored = new Set<ConversationId>();
  const dropped = new Set<ConversationId>();

  const writes = createConversationWrites(async (conversation, onHandedOver) => {
    try {
      await deps.conversations.write(conversation, onHandedOver);
      stored.add(conversation.id);
    } catch (caught) {
      context.notify(toErrorInfo(caught, 'storage-blocked'));
    }
  });

  function list(conversation: Conversation): void {
    const others = state.getState().conversations.filter((summary) => summary.id !== conversation.id);
    state.setState({ conversations: newestFirst([summarize(conversation), ...others]) });
  }

  function show(conversation: Conversation): void {
    opened.set(conversation.id, conversation);
    if (state.getState().current?.id === conversation.id) state.setState({ current: conversation });
    list(conversation);
  }

  function put(conversation: Conversation, store: (conversation: Conversation) => void): void {
    dropped.delete(conversation.id);
    show(conversation);
    store(conversation);
  }

  function change(id: ConversationId, edit: Change, store: (conversation: Conversation) => void): Conversation | null {
    const old = opened.get(id);
    if (old === undefined) return null;
    const conversation = edit(old);
    put(conversation, store);
    return conversation;
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
    if (writes.isRunning(id)) return;
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
    edit: (id, edit) => change(id, edit, writes.begin),
    editForNow: (id, edit) => change(id, edit, writes.queue),
    handedOver: writes.handedOver,
    begin: (conversation) => opened.set(conversation.id, conversation),
    add: (conversation) => put(conversation, writes.begin),
    async drop(id) {
      const kept = opened.get(id);
      opened.delete(id);
      writes.unqueue(id);
      dropped.add(id);
      await writes.settled(id);
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
        if (mine === undefined) continue;
        const isNewer = !writes.isRunning(id) && differs(mine, theirSummary);
        if (!isNewer && theirSummary.labelledAtMs === mine.labelledAtMs) continue;
        // One that cannot be read is already listed as such.
        const theirs = await deps.conversations.read(id).catch(() => null);
        const latest = opened.get(id);
        if (theirs === null || latest === undefined) continue;
        // Its labels hold by themselves: an answer that streams here must not undo a lock that was set there.
        const merged = isNewer && latest === mine ? withLaterLabels(theirs, mine) : withLaterLabels(latest, theirs);
        if (merged.labelledAtMs > theirs.labelledAtMs) put(merged, writes.begin);
        else if (merged !== latest) show(merged);
      }
    },
    flush: () => writes.settled(),
    async clear() {
      const kept = new Map(opened);
      writes.unqueue();
      opened.clear();
      await writes.settled();
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

/** Apart from the labels, which have a time of their own. Mine is newer if a write failed. */
function differs(mine: Conversation, theirs: ConversationSummary): boolean {
  if (mine.updatedAtMs !== theirs.updatedAtMs) return mine.updatedAtMs < theirs.updatedAtMs;
  return mine.turns.length !== theirs.turnCount;
}

function newestFirst(summaries: readonly ConversationSummary[]): readonly ConversationSummary[] {
  return summaries.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs);
}
