import type { RefObject } from 'react';
import { titleOf } from '../../../core/chat/conversation-edit.ts';
import { openView } from '../../shared/hash-route.ts';
import { useAppState } from '../../shared/hearth-context.ts';
import { GaugeIcon, MenuIcon, ModelsIcon, SettingsIcon } from '../../shared/icons.tsx';
import { EngineStatus } from './EngineStatus.tsx';
import { LoadProgress } from './LoadProgress.tsx';

interface HeaderProps {
  /** Null while the sidebar is in view. */
  readonly onShowSidebar: (() => void) | null;
  /** Gets the focus back when what it opened is closed. */
  readonly insightButton: RefObject<HTMLButtonElement | null>;
  readonly insightOpen: boolean;
  readonly onToggleInsight: () => void;
}

export function Header({ onShowSidebar, insightButton, insightOpen, onToggleInsight }: HeaderProps) {
  const title = useAppState((state) => (state.current === null ? 'New chat' : titleOf(state.current)));
  return (
    <header className="header">
      {onShowSidebar !== null && (
        <button
          type="button"
          className="icon-button"
          aria-label="Show sidebar"
          title="Show sidebar"
          onClick={onShowSidebar}
        >
          <MenuIcon />
        </button>
      )}
      <div className="header-title">
        <h1 title={title}>{title}</h1>
        <EngineStatus />
      </div>
      <button
        ref={insightButton}
        type="button"
        className="icon-button"
        aria-label="Insight"
        title="Memory and speed"
        aria-pressed={insightOpen}
        onClick={onToggleInsight}
      >
        <GaugeIcon />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Models"
        title="Models"
        onClick={() => openView('models')}
      >
        <ModelsIcon />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Settings"
        title="Settings"
        onClick={() => openView('settings')}
      >
        <SettingsIcon />
      </button>
      <LoadProgress />
    </header>
  );
}
