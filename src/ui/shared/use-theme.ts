import { useLayoutEffect } from 'react';
import { useAppState } from './hearth-context.ts';

/** Sets `data-theme` on the root element; without it the system decides. */
export function useTheme(): void {
  const theme = useAppState((state) => state.settings.theme);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }, [theme]);
}
