import { newConversation } from '../core/chat/conversation-edit.ts';
import { toErrorInfo } from '../core/errors.ts';
import type { ConversationId } from '../core/ids.ts';
import { conversationId } from '../core/ids.ts';
import type { Actions } from './actions.ts';
import type { AppContext } from './context.ts';
import type { ConversationLedger } from './conversation-ledger.ts';

type ChatActions = Pick<Actions, 'newChat' | 'open' | 'rename' | 'remove' | 'undoRemove' | 'dismissUndo' | 'search'>;

export interface Chats {
  readonly actions: ChatActions;
  /** The current conversation, made if there is none; that is stored with its first prompt. */
  currentOrNew(): ConversationId;
}

export function createChats(
  context: AppContext,
  ledger: ConversationLedger,
  stop: (id?: ConversationId) => void,
): Chats {
  const { state, deps } = context;
  let moves = 0;

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

  return {
    currentOrNew() {
      const { current } = state.getState();
      if (current !== null) return current.id;
      moves += 1;
      const conversation = newConversation(conversationId(deps.newId()), deps.now());
      ledger.begin(conversation);
      state.setState({ current: conversation });
      deps.settings.writeOpenConversation(conversation.id);
      return conversation.id;
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
          }));
        } catch (caught) {
          context.notify(toErrorInfo(caught, 'stored-data-corrupt'));
        }
      },
      async remove(id) {
        stop(id);
        try {
          const conversation = await ledger.open(id).catch(() => null); // an unreadable one can still be deleted
          await ledger.drop(id);
          deps.engine.forget(id).catch(() => undefined); // an engine that is gone holds nothing either
          const isCurrent = state.getState().current?.id === id;
          state.setState({
            deleted: conversation,
            unreadable: state.getState().unreadable.filter((other) => other !== id),
            ...(isCurrent ? { current: null, offer: null } : {}),
          });
          if (isCurrent) deps.settings.writeOpenConversation(null);
          context.announce('Chat deleted');
        } catch (caught) {
          context.notify(toErrorInfo(caught, 'storage-blocked'));
        }
      },
      async undoRemove() {
        const { deleted } = state.getState();
        if (deleted === null) return;
        ledger.add(deleted);
        state.setState({ deleted: null });
        await open(deleted.id);
        context.announce('Chat restored');
      },
      dismissUndo() {
        state.setState({ deleted: null });
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
