import type { NextAction } from '../../core/error-text.ts';
import type { SettingsPlace } from './hash-route.ts';
import { settingsLink } from './hash-route.ts';
import { useActions } from './hearth-context.ts';

interface NextActionButtonProps {
  readonly action: NextAction;
  /** What "try again" means here; without it that action is not offered. */
  readonly onRetry?: (() => void) | undefined;
}

/** What an error says to do next. Ways to another place are links, so that they share no name with the header's buttons. */
export function NextActionButton({ action, onRetry }: NextActionButtonProps) {
  const actions = useActions();
  switch (action) {
    case 'retry':
      return onRetry === undefined ? null : (
        <button type="button" className="button small" onClick={onRetry}>
          Try again
        </button>
      );
    case 'open-cloud-settings':
      return <SettingsLink place="cloud" text="Open settings" />;
    case 'open-engine-settings':
      return <SettingsLink place="engine" text="Open settings" />;
    case 'open-model-settings':
      return <SettingsLink place="models" text="Open settings" />;
    case 'open-privacy-settings':
      return <SettingsLink place="privacy" text="Open settings" />;
    case 'open-models':
      return (
        <a className="button small" href="#models">
          Open models
        </a>
      );
    case 'delete-data':
      return <SettingsLink place="data" text="Manage data" />;
    case 'new-chat':
      return (
        <a className="button small" href="#new">
          Start a new chat
        </a>
      );
    case 'reload':
      return (
        <button type="button" className="button small" onClick={() => window.location.reload()}>
          Reload
        </button>
      );
    case 'take-over':
      return (
        <button type="button" className="button small" onClick={() => void actions.takeOver()}>
          Use it here
        </button>
      );
    case 'ask-cloud':
    case 'none':
      return null;
  }
}

function SettingsLink({ place, text }: { readonly place: SettingsPlace; readonly text: string }) {
  return (
    <a className="button small" href={settingsLink(place)}>
      {text}
    </a>
  );
}
