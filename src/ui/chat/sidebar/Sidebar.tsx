import { useAppState } from '../../shared/hearth-context.ts';
import { FlameIcon, MenuIcon, NewChatIcon } from '../../shared/icons.tsx';
import { useNewChat } from '../use-new-chat.ts';
import { ConversationList } from './ConversationList.tsx';
import { SearchBox } from './SearchBox.tsx';

interface SidebarProps {
  readonly onHide: () => void;
  /** After the reader chose a chat: a drawer closes. */
  readonly onChosen?: () => void;
}

export function Sidebar({ onHide, onChosen }: SidebarProps) {
  const newChat = useNewChat();
  const isNew = useAppState((state) => state.current === null);
  return (
    <nav className="sidebar" aria-label="Chats">
      <div className="sidebar-top">
        <span className="brand">
          <FlameIcon />
          Hearth
        </span>
        <button type="button" className="icon-button" aria-label="Hide sidebar" title="Hide sidebar" onClick={onHide}>
          <MenuIcon />
        </button>
      </div>
      <button
        type="button"
        className="sidebar-new"
        aria-current={isNew ? 'page' : undefined}
        title="Ctrl/Cmd + Shift + O"
        onClick={() => {
          newChat();
          onChosen?.();
        }}
      >
        <NewChatIcon />
        New chat
      </button>
      <SearchBox />
      <ConversationList onChosen={onChosen} />
    </nav>
  );
}
