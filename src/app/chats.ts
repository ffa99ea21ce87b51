import type { Conversation } from '../core/chat/conversation.ts';
import { newConversation } from '../core/chat/conversation-edit.ts';
import { toErrorInfo } from '../core/errors.ts';
import { conversationId, type ConversationId } from '../core/ids.ts';
import type { Actions } from './actions.ts';
import type { AppContext } from './context.ts';
import type { ConversationLedger } from './conversation-ledger.ts';

type ChatActions = Pick<
  Actions,
  'newChat' | 'open' | 'rename' | 'lockChat' | 'remove' | 'undoRemove' | 'dismissUndo' | 'search'
>;

export interface Chats {
  readonly actions: ChatActions;
  /** Makes it the current one, if it is not yet; a new one is stored with its first prompt. */
  begin(conversation: Conversation): void;
}

export function createChats(
  context: AppContext,
  ledger: ConversationLedger,
  stop: (id?: ConversationId) => void,
): Chats {
  const { state, deps } = context;
  let moves = 0;
  const removing = new Set<ConversationId>();

  async function open(id: ConversationId): Promise<void> {
    const move = ++moves;
    try {
      const conversation = await ledger.open(id);
      // The user went elsewhere while it was read.
      if (move !== moves) return;
      state.setState({ current: conversation, promptError: null });
      deps.settings.writeOpenConversation(conversation?.id ?? null);
    } catch (caught) {
      context.notify(toErrorInfo(caught, 'stored-data-corrupt'));
    }
  }

  function begin(conversation: Conversation): void {
    moves += 1;
    ledger.begin(conversation);
    state.setState({ current: conversation });
    deps.settings.writeOpenConversation(conversation.id);
  }

  return {
    begin(conversation) {
      if (state.getState().current?.id !== conversation.id) begin(conversation);
    },
    actions: {
      newChat() {
        moves += 1;
        state.setState({ current: null, promptError: null });
        deps.settings.writeOpenConversation(null);
      },
      open,
      async rename(id, title) {
        const name = title.trim();
        try {
          await ledger.open(id);
          ledger.edit(id, (conversation) => ({
            ...conversation,
            title: name === '' ? null : name,
            labelledAtMs: deps.now(),
          }));
        } catch (caught) {
          context.notify(toErrorInfo(caught, 'stored-data-corrupt'));
        }
      },
      lockChat(isLocked) {
        const conversation = state.getState().current ?? newConversation(conversationId(deps.newId()), deps.now());
        const lock = { isLocked, labelledAtMs: deps.now() };
        if (conversation.turns.length > 0) ledger.edit(conversation.id, (old) => ({ ...old, ...lock }));
        else begin({ ...conversation, ...lock });
        context.announce(isLocked ? 'This chat never leaves this device' : 'This chat may leave this device again');
      },
      async remove(id) {
        // A second click finds nothing to undo any more.
        if (removing.has(id)) return;
        removing.add(id);
        stop(id);
        try {
          const conversation = await ledger.open(id).catch(() => null); // an unreadable one can still be deleted
          await ledger.drop(id);
          deps.engine.forget(id).catch(() => undefined); // an engine that is gone holds nothing either
          const isCurrent = state.getState().current?.id === id;
          const { deleted, unreadable } = state.getState();
          state.setState({
            deleted: conversation === null ? deleted : [...deleted, conversation],
            unreadable: unreadable.filter((other) => other !== id),
            ...(isCurrent ? { current: null, offer: null } : {}),
          });
          if (isCurrent) deps.settings.writeOpenConversation(null);
          context.announce('Chat deleted');
        } catch (caught) {
          context.notify(toErrorInfo(caught, 'storage-blocked'));
        } finally {
          removing.delete(id);
        }
      },
      async undoRemove() {
        const { deleted } = state.getState();
        const last = deleted.at(-1);
        if (last === undefined) return;
        for (const conversation of deleted) ledger.add(conversation);
        state.setState({ deleted: [] });
        await open(last.id);
        context.announce(deleted.length === 1 ? 'Chat restored' : 'Chats restored');
      },
      dismissUndo() {
        state.setState({ deleted: [] });
      },
      async search(query) {
        state.setState({ searchQuery: query });
        if (query.trim() === '') {
          state.setState({ searchHits: null });
          return;
        }
        try {
          await ledger.flush();
          const searchHits = await deps.conversations.search(query);
          // A slower answer to an older query is no answer to this one.
          if (state.getState().searchQuery === query) state.setState({ searchHits });
        } catch (caught) {
          context.notify(toErrorInfo(caught, 'storage-blocked'));
        }
      },
    },
  };
}
