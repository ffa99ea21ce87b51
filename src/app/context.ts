import type { StoreApi } from 'zustand/vanilla';
import type { ErrorCode, ErrorInfo } from '../core/errors.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { AppUpdates } from '../ports/app-updates.ts';
import type { CloudClient } from '../ports/cloud-client.ts';
import type { ConversationStore } from '../ports/conversation-store.ts';
import type { Engine } from '../ports/engine.ts';
import type { Residency } from '../ports/residency.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { StorageMeter } from '../ports/storage-meter.ts';
import type { Egress } from './egress.ts';
import type { Models } from './models-state.ts';
import type { ModelsHost } from './models-control.ts';
import type { Routing } from './routing.ts';
import type { RoutingHost } from './routing-control.ts';
import type { AppState, LiveAnswer } from './state.ts';
import type { After } from './throttle.ts';

/** The world, injected: adapters, the clock and randomness. */
export interface HearthDependencies {
  readonly engine: Engine;
  readonly cloud: CloudClient;
  readonly conversations: ConversationStore;
  readonly settings: SettingsStore;
  readonly storage: StorageMeter;
  readonly residency: Residency;
  readonly updates: AppUpdates;
  /** The model that ships. */
  readonly model: ModelManifest;
  openModels(host: ModelsHost): Promise<Models>;
  openRouting(host: RoutingHost): Promise<Routing>;
  openEgress(): Promise<Egress>;
  /** As the browser tells; it may be wrong about a network without a way out. */
  isOnline(): boolean;
  now(): number;
  readonly after: After;
  newId(): string;
}

/** What the use cases share. */
export interface AppContext {
  readonly deps: HearthDependencies;
  readonly state: StoreApi<AppState>;
  readonly live: StoreApi<LiveAnswer | null>;
  notify(error: ErrorInfo): void;
  announce(text: string): void;
}

/** A full disk is told by the worst of what comes of it. */
const COVERS: Partial<Record<ErrorCode, ErrorCode>> = { 'storage-full': 'offline-no-room' };

export function createContext(
  deps: HearthDependencies,
  state: StoreApi<AppState>,
  live: StoreApi<LiveAnswer | null>,
): AppContext {
  let nextNoticeId = 1;
  return {
    deps,
    state,
    live,
    notify(error) {
      const { notices } = state.getState();
      // The same trouble once is enough: a full disk fails at every write.
      if (notices.some(({ error: { code } }) => code === error.code || COVERS[code] === error.code)) return;
      const others = notices.filter((notice) => notice.error.code !== COVERS[error.code]);
      state.setState({ notices: [...others, { id: nextNoticeId++, error }] });
    },
    announce(text) {
      state.setState({ announcement: text });
    },
  };
}
