import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createHearth } from './app/create-hearth.ts';
import { EMBER } from './core/models/ember.ts';
import { guardPage } from './platform/guard-page.ts';
import { createIdbConversationStore } from './platform/idb-conversation-store.ts';
import { createLocalSettingsStore } from './platform/local-settings-store.ts';
import { createNavigatorStorageMeter } from './platform/navigator-storage-meter.ts';
import { createServiceWorkerUpdates } from './platform/service-worker-updates.ts';
import { createWebLockResidency } from './platform/web-lock-residency.ts';
import { createWorkerCloudClient } from './platform/worker-cloud-client.ts';
import { createWorkerEngine } from './platform/worker-engine.ts';
import { App } from './ui/App.tsx';

/** The composition root: the only place that knows every adapter. */
const hearth = createHearth({
  engine: createWorkerEngine(
    () => new Worker(new URL('./engine/engine-worker.ts', import.meta.url), { type: 'module', name: 'hearth-engine' }),
  ),
  cloud: createWorkerCloudClient(
    () => new Worker(new URL('./cloud/cloud-worker.ts', import.meta.url), { type: 'module', name: 'hearth-cloud' }),
  ),
  conversations: createIdbConversationStore(),
  settings: createLocalSettingsStore(),
  storage: createNavigatorStorageMeter(),
  residency: createWebLockResidency(),
  updates: createServiceWorkerUpdates(),
  // Absolute, since the worker that reads it lives in another folder.
  model: {
    ...EMBER,
    files: { type: 'origin', basePath: new URL(EMBER.files.basePath, document.baseURI).pathname },
  },
  openModels: async (host) => (await import('./compose-models.ts')).composeModels(host),
  openRouting: async (host) => (await import('./compose-routing.ts')).composeRouting(host),
  openEgress: async () => (await import('./compose-egress.ts')).composeEgress(),
  isOnline: () => navigator.onLine,
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  newId: () => crypto.randomUUID(),
});

guardPage(() => hearth.state.getState().settings.airtight);

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no #root');
createRoot(container).render(
  <StrictMode>
    <App hearth={hearth} />
  </StrictMode>,
);
void hearth.start();
