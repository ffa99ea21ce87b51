import type { ReactNode } from 'react';
import { useActions, useAppState } from '../../shared/hearth-context.ts';

/** Keeps this chat on the device, whatever the mode. */
export function ChatLock(): ReactNode {
  const actions = useActions();
  const isLocked = useAppState((state) => state.current?.isLocked ?? false);
  return (
    <label className="chat-lock">
      <input
        type="checkbox"
        role="switch"
        checked={isLocked}
        aria-checked={isLocked}
        onChange={(event) => actions.lockChat(event.target.checked)}
      />
      This chat never leaves
    </label>
  );
}
