import { useMemo, useState } from 'react';
import type { ConversationId } from '../../../core/ids.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { TrashIcon, WarningIcon } from '../../shared/icons.tsx';
import { ConversationItem } from './ConversationItem.tsx';
import { groupByDate } from './group-by-date.ts';
import { useNow } from './use-now.ts';

export function ConversationList({ onChosen }: { readonly onChosen: (() => void) | undefined }) {
  const conversations = useAppState((state) => state.conversations);
  const hits = useAppState((state) => state.searchHits);
  const currentId = useAppState((state) => state.current?.id ?? null);
  const nowMs = useNow();
  const groups = useMemo(() => {
    const shown = hits === null ? conversations : conversations.filter(({ id }) => hits.includes(id));
    return groupByDate(shown, nowMs);
  }, [conversations, hits, nowMs]);

  return (
    <div className="conversation-list">
      {groups.map(({ label, conversations: members }) => (
        <section key={label} aria-label={label}>
          <h2>{label}</h2>
          <ul className="conversation-items">
            {members.map((conversation) => (
              <ConversationItem
                key={conversation.id}
                conversation={conversation}
                isCurrent={conversation.id === currentId}
                onChosen={onChosen}
              />
            ))}
          </ul>
        </section>
      ))}
      {groups.length === 0 && (
        <p className="conversation-list-empty">
          {hits === null ? 'Your chats will be listed here. They stay in this browser.' : 'No chat matches.'}
        </p>
      )}
      <UnreadableChats />
    </div>
  );
}

/** Kept as they are; only the user deletes them, and not with one click: this cannot be undone. */
function UnreadableChats() {
  const actions = useActions();
  const unreadable = useAppState((state) => state.unreadable);
  const [asked, setAsked] = useState<ConversationId | null>(null);
  if (unreadable.length === 0) return null;
  return (
    <section aria-label="Unreadable">
      <h2>Unreadable</h2>
      <ul className="conversation-items">
        {unreadable.map((id) => (
          <li key={id} className="conversation-item">
            <button
              type="button"
              className="conversation-open conversation-unreadable"
              title="Says why it cannot be read"
              onClick={() => void actions.open(id)}
            >
              <WarningIcon />
              Saved by another version
            </button>
            {asked === id ? (
              <button type="button" className="button small" onClick={() => void actions.remove(id)}>
                Delete for good
              </button>
            ) : (
              <button
                type="button"
                className="icon-button small"
                aria-label="Delete unreadable chat"
                onClick={() => setAsked(id)}
              >
                <TrashIcon />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
