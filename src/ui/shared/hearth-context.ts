import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Actions } from '../../app/actions.ts';
import type { Hearth } from '../../app/hearth.ts';
import type { AppState } from '../../app/state.ts';

export const HearthContext = createContext<Hearth | null>(null);

export function useHearth(): Hearth {
  const hearth = useContext(HearthContext);
  if (hearth === null) throw new Error('This component stands outside of App.');
  return hearth;
}

export function useActions(): Actions {
  return useHearth().actions;
}

/** Renders again only when what the selector returns is another value: select narrowly, make no objects in it. */
export function useAppState<T>(select: (state: AppState) => T): T {
  return useStore(useHearth().state, select);
}
