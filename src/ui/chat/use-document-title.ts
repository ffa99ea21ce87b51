import { useEffect } from 'react';
import { titleOf } from '../../core/chat/conversation-edit.ts';
import { useAppState } from '../shared/hearth-context.ts';

export function useDocumentTitle(): void {
  const title = useAppState((state) => (state.current === null ? null : titleOf(state.current)));
  useEffect(() => {
    document.title = title === null ? 'Hearth' : `${title} – Hearth`;
  }, [title]);
}
