import type { ReactNode } from 'react';
import { SettingsSection } from './SettingsSection.tsx';

/** Keys that are pressed together, and what they do. */
const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly effect: string }[] = [
  { keys: ['Enter'], effect: 'Send the message' },
  { keys: ['Shift', 'Enter'], effect: 'New line' },
  { keys: ['Esc'], effect: 'Stop the answer, close a view' },
  { keys: ['/'], effect: 'Go to the message box' },
  { keys: ['Ctrl or ⌘', 'K'], effect: 'Search chats' },
  { keys: ['Ctrl or ⌘', 'Shift', 'O'], effect: 'New chat' },
];

export function Shortcuts(): ReactNode {
  return (
    <SettingsSection name="keyboard" title="Keyboard">
      <dl className="settings-shortcuts">
        {SHORTCUTS.map(({ keys, effect }) => (
          <div key={effect}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{effect}</dd>
          </div>
        ))}
      </dl>
    </SettingsSection>
  );
}
