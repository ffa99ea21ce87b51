import { type ReactNode, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { Models } from '../../app/models-state.ts';
import { errorInfo } from '../../core/errors.ts';
import { EMBER } from '../../core/models/ember.ts';
import type { ModelBuild, ModelManifest } from '../../core/models/manifest.ts';
import { formatBytes, formatCount, formatParameters } from '../shared/format-figure.ts';
import { ModalSheet } from '../shared/ModalSheet.tsx';
import { AddSection } from './AddSection.tsx';
import { Catalog } from './Catalog.tsx';
import { FocusWish, FocusWishContext } from './focus-wish.ts';
import { ModelState } from './ModelState.tsx';
import { ErrorNote } from './NoteText.tsx';
import { quantizationName } from './quantization-name.ts';
import { StoredModels } from './StoredModels.tsx';
import { useModels, useModelsState } from './use-models.ts';
import './models.css';

interface ModelsViewProps {
  readonly hearth: Hearth;
  readonly onClose: () => void;
}

export function ModelsView({ hearth, onClose }: ModelsViewProps): ReactNode {
  const models = useModels(hearth);
  const [focus] = useState(() => new FocusWish());
  const airtight = useStore(hearth.state, (state) => state.settings.airtight);
  const isHere = models !== null && 'actions' in models;
  return (
    <ModalSheet title="Models" onClose={onClose}>
      <FocusWishContext value={focus}>
        {isHere && <Status models={models} />}
        {airtight && <ErrorNote error={errorInfo('download-airtight')} />}
        {isHere && <AddSection hearth={hearth} models={models} />}
        {isHere && <StoredModels hearth={hearth} models={models} />}
        <ModelCard hearth={hearth} model={EMBER} />
        {isHere && <Catalog hearth={hearth} models={models} />}
        {models !== null && !isHere && <ErrorNote error={models} />}
      </FocusWishContext>
    </ModalSheet>
  );
}

/** The page's own status is out of reach while a dialog is open. */
function Status({ models }: { readonly models: Models }): ReactNode {
  return <output className="visually-hidden">{useModelsState(models, (state) => state.announcement)}</output>;
}

/** By what the judge says of the files that ship (`tools/ember/README.md`): what is named first is right nine times in ten. */
const SKILLS: readonly { readonly skill: string; readonly example: string }[] = [
  { skill: 'Questions about Hearth', example: 'privacy, settings, figures, shortcuts' },
  { skill: 'Judging a short text', example: 'sentiment, urgency, topic' },
  { skill: 'Finding in a short text', example: 'e-mail addresses, dates, amounts and names, as JSON' },
  { skill: 'Rewriting a short text', example: 'as bullet points, as a title' },
  { skill: 'With mistakes yet', example: 'more polite, shorter; long or roundabout texts' },
];

function ModelCard({ hearth, model }: { readonly hearth: Hearth; readonly model: ModelManifest }): ReactNode {
  const titleId = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const isInUse = useStore(hearth.state, (state) => state.model.files.type === 'origin');
  const use = async () => {
    title.current?.focus();
    await (await hearth.models()).actions.use(null);
  };
  return (
    <article className="model-card" aria-labelledby={titleId}>
      <header className="model-card-header">
        <div>
          <h3 ref={title} id={titleId} tabIndex={-1}>
            {model.name}
          </h3>
          <p className="hint">
            The small language model that ships with Hearth, trained from scratch for it. {model.license} licence.
          </p>
        </div>
        {isInUse && <span className="model-badge">In use</span>}
      </header>
      {isInUse ? (
        <ModelState hearth={hearth} />
      ) : (
        <div className="model-actions">
          <button type="button" className="button" onClick={() => void use()}>
            Use
          </button>
        </div>
      )}
      <dl className="model-facts">
        <div>
          <dt>Parameters</dt>
          <dd>{formatParameters(model.parameters)}</dd>
        </div>
        <div>
          <dt>Context window</dt>
          <dd>{formatCount(model.contextWindow)} tokens</dd>
        </div>
        {model.builds.webgpu !== undefined && (
          <div>
            <dt>On WebGPU</dt>
            <dd>{buildText(model.builds.webgpu)}</dd>
          </div>
        )}
        {model.builds.wasm !== undefined && (
          <div>
            <dt>On WASM</dt>
            <dd>{buildText(model.builds.wasm)}</dd>
          </div>
        )}
        <div>
          <dt>KV cache</dt>
          <dd>
            {formatBytes(model.kvBytesPerToken)} a token, {formatBytes(model.kvBytesPerToken * model.contextWindow)}{' '}
            when full
          </dd>
        </div>
      </dl>
      <h4>What it can do</h4>
      <ul className="model-skills">
        {SKILLS.map(({ skill, example }) => (
          <li key={skill}>
            <strong>{skill}</strong>
            <span className="hint">{example}</span>
          </li>
        ))}
      </ul>
      <p className="hint">In English only. It says when something needs a bigger model, and it can be wrong.</p>
    </article>
  );
}

function buildText({ quantization, downloadBytes }: ModelBuild): string {
  return `${quantizationName(quantization)}, ${formatBytes(downloadBytes)}`;
}
