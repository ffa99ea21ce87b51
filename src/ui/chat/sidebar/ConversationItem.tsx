import { memo, useRef, useState } from 'react';
import type { ConversationSummary } from '../../../core/chat/conversation.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { EditIcon, TrashIcon } from '../../shared/icons.tsx';
import { RenameBox } from './RenameBox.tsx';

interface ConversationItemProps {
  readonly conversation: ConversationSummary;
  readonly isCurrent: boolean;
  readonly onChosen: (() => void) | undefined;
}

export const ConversationItem = memo(function ConversationItem({
  conversation: { id, title },
  isCurrent,
  onChosen,
}: ConversationItemProps) {
  const actions = useActions();
  const [renaming, setRenaming] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  /** Of a box that a key has just ended. */
  const takesFocus = useRef(false);
  const remove = () => {
    // The focus would be lost with what is deleted.
    const neighbour = item.current?.nextElementSibling ?? item.current?.previousElementSibling;
    neighbour?.querySelector<HTMLElement>('.conversation-open')?.focus();
    void actions.remove(id);
  };
  const isAnswering = useAppState(({ turn }) => turn.type !== 'idle' && turn.conversationId === id);

  if (renaming) {
    return (
      <li className="conversation-item">
        <RenameBox
          title={title}
          onEnd={(name, byKey) => {
            takesFocus.current = byKey;
            setRenaming(false);
            if (name !== null) void actions.rename(id, name);
          }}
        />
      </li>
    );
  }
  return (
    <li ref={item} className="conversation-item" data-current={isCurrent || undefined}>
      <button
        ref={(button) => {
          if (takesFocus.current) button?.focus();
          takesFocus.current = false;
        }}
        type="button"
        className="conversation-open"
        aria-current={isCurrent ? 'page' : undefined}
        onClick={() => {
          void actions.open(id);
          onChosen?.();
        }}
        onDoubleClick={() => setRenaming(true)}
        onKeyDown={(event) => {
          if (event.key === 'F2') setRenaming(true);
          if (event.key === 'Delete' && !event.repeat) remove();
        }}
      >
        {isAnswering && <span className="dot" aria-hidden="true" />}
        <span className="conversation-title">{title}</span>
        {isAnswering && <span className="visually-hidden">, answering</span>}
      </button>
      <span className="conversation-actions">
        <button
          type="button"
          className="icon-button small"
          aria-label={`Rename: ${title}`}
          title="Rename"
          onClick={() => setRenaming(true)}
        >
          <EditIcon />
        </button>
        <button
          type="button"
          className="icon-button small"
          aria-label={`Delete: ${title}`}
          title="Delete"
          onClick={remove}
        >
          <TrashIcon />
        </button>
      </span>
    </li>
  );
});
