import { type ReactNode, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { Models } from '../../app/models-state.ts';
import { downloadHost } from '../../core/models/mirror-url.ts';
import { CatalogCard } from './CatalogCard.tsx';
import { type CatalogOrder, listCatalog } from './catalog-order.ts';
import { ThisDevice } from './ThisDevice.tsx';
import { useModelsState } from './use-models.ts';

const ORDERS: readonly { readonly value: CatalogOrder; readonly label: string }[] = [
  { value: 'best', label: 'Best for this device first' },
  { value: 'smallest', label: 'Smallest first' },
  { value: 'name', label: 'By name' },
];

/** What can be downloaded, judged for this device. What is stored already stands above. */
export function Catalog({ hearth, models }: { readonly hearth: Hearth; readonly models: Models }): ReactNode {
  const titleId = useId();
  const judged = useModelsState(models, (state) => state.judged);
  const stored = useModelsState(models, (state) => state.stored);
  const recommended = useModelsState(models, (state) => state.recommended);
  const host = useStore(hearth.state, (state) => downloadHost(state.settings.downloads.mirrorUrl));
  const [query, setQuery] = useState('');
  const [order, setOrder] = useState<CatalogOrder>('best');

  const here = new Set(stored?.map(({ folder }) => folder));
  const offered = (judged ?? []).filter(({ builds }) => builds.every(({ build }) => !here.has(build.id)));
  const listed = listCatalog(offered, query, order, recommended);
  return (
    <section className="models-section" aria-labelledby={titleId}>
      <header className="models-section-header">
        <h3 id={titleId}>More models</h3>
      </header>
      <p className="hint">
        A download asks {host} for files, and the servers it sends downloads from. It is the only request, and holds
        nothing that you wrote. The model then runs on this device.
      </p>
      {judged === null ? (
        <p className="hint">Looking at what this device can run…</p>
      ) : (
        <>
          <ThisDevice models={models} />
          <div className="model-filter">
            <input
              type="search"
              className="field"
              aria-label="Filter models"
              placeholder="Filter"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
            <select
              className="field"
              aria-label="Order of models"
              value={order}
              onChange={(event) => {
                const chosen = ORDERS.find(({ value }) => value === event.target.value);
                if (chosen !== undefined) setOrder(chosen.value);
              }}
            >
              {ORDERS.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          {listed.length === 0 && <p className="hint">No model here has that in its name or description.</p>}
          <ul className="model-list" aria-labelledby={titleId}>
            {listed.map((entry) => (
              <li key={entry.model.id}>
                <CatalogCard
                  models={models}
                  judged={entry}
                  isRecommended={entry.model.id === recommended}
                  host={host}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
