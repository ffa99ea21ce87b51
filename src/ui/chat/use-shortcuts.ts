import { useEffect } from 'react';
import { useHearth } from '../shared/hearth-context.ts';
import { isEditable } from '../shared/is-editable.ts';
import { focusComposer } from './composer/focus-composer.ts';
import { focusSearch } from './sidebar/focus-search.ts';
import { useNewChat } from './use-new-chat.ts';

/** `/` message box, Ctrl/Cmd+K search, Ctrl/Cmd+Shift+O new chat, Escape stops. Not while an input method composes. */
export function useShortcuts({ showSidebar }: { readonly showSidebar: () => void }): void {
  const { state, actions } = useHearth();
  const newChat = useNewChat();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || event.altKey) return;
      const command = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (key === 'escape' && state.getState().turn.type !== 'idle') {
        actions.stop();
      } else if (command && event.shiftKey && key === 'o') {
        event.preventDefault();
        newChat();
      } else if (command && !event.shiftKey && key === 'k') {
        event.preventDefault();
        showSidebar();
        focusSearch();
      } else if (key === '/' && !command && !isEditable(event.target)) {
        event.preventDefault();
        focusComposer();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}
