import { type ReactNode, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { Models } from '../../app/models-state.ts';
import type { StoredModel } from '../../core/models/stored-model.ts';
import { dataValue, formatBytes, formatParameters } from '../shared/format-figure.ts';
import { useWishedFocus } from './focus-wish.ts';
import { ModelState } from './ModelState.tsx';
import { ErrorNote, NoteText } from './NoteText.tsx';
import { StoredModelActions } from './StoredModelActions.tsx';
import { Transfer } from './Transfer.tsx';
import { pinnedText, usedText } from './transfer-text.ts';
import { useModelsState } from './use-models.ts';
import { SpeedText, VerdictText } from './VerdictText.tsx';

interface StoredModelsProps {
  readonly hearth: Hearth;
  readonly models: Models;
}

/** What is stored or on its way, in the order it came. */
export function StoredModels({ hearth, models }: StoredModelsProps): ReactNode {
  const titleId = useId();
  const stored = useModelsState(models, (state) => state.stored);
  if (stored === null || stored.length === 0) return null;
  const bytes = stored.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
  return (
    <section className="models-section" aria-labelledby={titleId}>
      <header className="models-section-header">
        <h3 id={titleId}>Stored models</h3>
        <p className="hint">{formatBytes(bytes)} in this browser</p>
      </header>
      <ul className="model-list" aria-labelledby={titleId}>
        {stored.map((model) => (
          <li key={model.folder}>
            <StoredModelCard hearth={hearth} models={models} model={model} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface StoredModelCardProps extends StoredModelsProps {
  readonly model: StoredModel;
}

function StoredModelCard({ hearth, models, model }: StoredModelCardProps): ReactNode {
  const titleId = useId();
  const { folder, manifest, source } = model;
  const heading = useWishedFocus(folder);
  const isInUse = useStore(hearth.state, ({ model: { files } }) => files.type === 'stored' && files.folder === folder);
  const isLoading = useStore(hearth.state, ({ engine }) => isInUse && engine.type === 'loading');
  const fallenBack = useStore(hearth.state, (state) => state.fallenBack);
  const verdict = useModelsState(models, (state) => state.storedVerdicts.get(folder) ?? null);
  const note = useModelsState(models, (state) => state.notes.get(folder));
  const runs = useModelsState(models, (state) => state.runs);
  const heir = useModelsState(
    models,
    ({ judged }) => judged?.find((entry) => entry.builds.some(({ build }) => build.id === folder))?.model.id ?? '',
  );
  const [nowMs] = useState(() => Date.now());
  const build = manifest.builds.webgpu ?? manifest.builds.wasm;
  return (
    <article className="model-card" aria-labelledby={titleId}>
      <header className="model-card-header">
        <h4 ref={heading} id={titleId} tabIndex={-1}>
          {manifest.name}
        </h4>
        {isInUse && <span className="model-badge">In use</span>}
      </header>
      <p className="hint">
        {formatParameters(manifest.parameters)} parameters{build === undefined ? '' : `, ${build.quantization}`},{' '}
        licence: {manifest.license}, {origin(model)}
      </p>
      <p className="hint">
        <data value={dataValue(model.storedBytes)}>{formatBytes(model.storedBytes)}</data> stored
        {usedText(model, nowMs)}. {pinnedText(model)}
      </p>
      {verdict !== null && <VerdictText verdict={verdict} />}
      <SpeedText runs={runs.filter((run) => run.folder === folder)} />
      <Transfer model={model} />
      {isInUse && <ModelState hearth={hearth} />}
      {fallenBack?.folder === folder && <ErrorNote error={fallenBack.error} />}
      <StoredModelActions
        models={models}
        model={model}
        isInUse={isInUse}
        isLoading={isLoading}
        heir={heir}
        heading={heading}
      />
      <NoteText note={note} />
      {source.repo !== '' && (
        <p className="hint model-source">
          {source.repo} at {source.revision.slice(0, 12)}
        </p>
      )}
    </article>
  );
}

function origin({ origin: base }: StoredModel): string {
  return base === null ? 'imported' : `from ${base.replace(/^https?:\/\//, '')}`;
}
