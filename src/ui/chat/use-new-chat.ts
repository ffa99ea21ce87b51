import { useEffect } from 'react';
import { clearHash, readHash } from '../shared/hash-route.ts';
import { useActions } from '../shared/hearth-context.ts';
import { focusComposer } from './composer/focus-composer.ts';

/** Starts a chat, ready to type. */
export function useNewChat(): () => void {
  const actions = useActions();
  return () => {
    actions.newChat();
    focusComposer();
  };
}

/** `#new`, as the installed app's shortcut opens it. */
export function useNewChatRoute(): void {
  const newChat = useNewChat();
  useEffect(() => {
    const follow = () => {
      if (readHash() !== 'new') return;
      clearHash();
      newChat();
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  });
}
