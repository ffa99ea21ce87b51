import type { KeyboardEvent } from 'react';
import type { AnswerSource } from '../../../core/stream-part.ts';
import { CloudIcon, DeviceIcon } from '../../shared/icons.tsx';

interface SourceTabsProps {
  readonly shown: AnswerSource;
  readonly panelId: string;
  readonly onShow: (source: AnswerSource) => void;
}

const TABS = [
  { source: 'device', label: 'On device', Icon: DeviceIcon },
  { source: 'cloud', label: 'Cloud', Icon: CloudIcon },
] as const;

/** Two answers to one prompt. Arrow keys change the tab, as in the ARIA pattern with automatic activation. */
export function SourceTabs({ shown, panelId, onShow }: SourceTabsProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const target = keyTarget(event.key, shown);
    if (target === null) return;
    event.preventDefault();
    onShow(target);
    document.getElementById(`${panelId}-${target}`)?.focus();
  };
  return (
    <div className="source-tabs" role="tablist" aria-label="Answer source">
      {TABS.map(({ source, label, Icon }) => (
        <button
          key={source}
          type="button"
          role="tab"
          id={`${panelId}-${source}`}
          aria-selected={source === shown}
          aria-controls={panelId}
          tabIndex={source === shown ? 0 : -1}
          onClick={() => onShow(source)}
          onKeyDown={onKeyDown}
        >
          <Icon />
          {label}
        </button>
      ))}
    </div>
  );
}

function keyTarget(key: string, shown: AnswerSource): AnswerSource | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return shown === 'device' ? 'cloud' : 'device';
    case 'Home':
      return 'device';
    case 'End':
      return 'cloud';
    default:
      return null;
  }
}
