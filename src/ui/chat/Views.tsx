import { lazy, Suspense } from 'react';
import { clearHash, useView } from '../shared/hash-route.ts';
import { useAppState, useHearth } from '../shared/hearth-context.ts';

const ModelsView = lazy(async () => ({ default: (await import('../models/ModelsView.tsx')).ModelsView }));
const SettingsView = lazy(async () => ({ default: (await import('../settings/SettingsView.tsx')).SettingsView }));
const EgressView = lazy(async () => ({ default: (await import('../egress/EgressView.tsx')).EgressView }));
const DecisionsView = lazy(async () => ({ default: (await import('../decisions/DecisionsView.tsx')).DecisionsView }));
const CloudOffer = lazy(async () => ({ default: (await import('../cloud-offer/CloudOffer.tsx')).CloudOffer }));

/** What opens over the chat; each is fetched when it is first wanted. */
export function Views() {
  const hearth = useHearth();
  const view = useView();
  const hasOffer = useAppState((state) => state.offer !== null);
  return (
    <Suspense fallback={null}>
      {view === 'models' && <ModelsView hearth={hearth} onClose={clearHash} />}
      {view === 'settings' && <SettingsView hearth={hearth} onClose={clearHash} />}
      {view === 'egress' && <EgressView hearth={hearth} onClose={clearHash} />}
      {view === 'decisions' && <DecisionsView hearth={hearth} onClose={clearHash} />}
      {hasOffer && <CloudOffer hearth={hearth} />}
    </Suspense>
  );
}
