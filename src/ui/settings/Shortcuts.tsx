import { type ReactNode, useId } from 'react';

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
  const titleId = useId();
  return (
    <section className="settings-section" aria-labelledby={titleId}>
      <h3 id={titleId}>Keyboard</h3>
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
    </section>
  );
}
