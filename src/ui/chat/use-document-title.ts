import { useEffect } from 'react';
import { useAppState } from '../shared/hearth-context.ts';

export function useDocumentTitle(): void {
  const title = useAppState((state) => state.current?.title ?? null);
  useEffect(() => {
    document.title = title === null ? 'Hearth' : `${title} – Hearth`;
  }, [title]);
}
