import type { StoreApi } from 'zustand/vanilla';
import type { Actions } from './actions.ts';
import type { Egress } from './egress.ts';
import type { Models } from './models-state.ts';
import type { Routing } from './routing.ts';
import type { AppState, LiveAnswer } from './state.ts';

/** What the interface is given: state to read, a live answer to draw, actions to call. */
export interface Hearth {
  readonly state: StoreApi<AppState>;
  readonly live: StoreApi<LiveAnswer | null>;
  readonly actions: Actions;
  /** Fetched when it is first wanted. Rejects where it cannot be. */
  models(): Promise<Models>;
  /** The same. */
  routing(): Promise<Routing>;
  /** The same. */
  egress(): Promise<Egress>;
}
