import { type ReactNode, type SubmitEvent, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { Addition, Models } from '../../app/models-state.ts';
import { downloadHost } from '../../core/models/mirror-url.ts';
import { formatBytes, formatParameters } from '../shared/format-figure.ts';
import { TextField } from '../shared/TextField.tsx';
import { useMove } from './focus-wish.ts';
import { hostsText } from './hosts-text.ts';
import { ErrorNote } from './NoteText.tsx';
import { buildName } from './quantization-name.ts';
import { useModelsState } from './use-models.ts';
import { TRY, VerdictText } from './VerdictText.tsx';

interface AddModelProps {
  readonly hearth: Hearth;
  readonly models: Models;
  readonly onEnd: () => void;
}

/** A model of the user's own: named, looked up, shown, then downloaded. */
export function AddModel({ hearth, models, onEnd }: AddModelProps): ReactNode {
  const addition = useModelsState(models, (state) => state.addition);
  const host = useStore(hearth.state, (state) => downloadHost(state.settings.downloads.mirrorUrl));
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  // The button that opened this was pressed to type here.
  useEffect(() => input.current?.focus(), []);
  const lookUp = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void models.actions.lookUp(typed);
  };
  return (
    <div className="add-model">
      <form onSubmit={lookUp}>
        <TextField
          ref={input}
          label="Model URL or Hugging Face id"
          inputMode="url"
          placeholder="owner/name"
          hint={`Looking it up asks ${host} which files it has. ONNX builds for transformers.js and MLC builds for web-llm can run here.`}
          value={typed}
          onChange={setTyped}
        >
          <button type="submit" className="button primary" aria-disabled={addition.type === 'looking'}>
            Look up
          </button>
        </TextField>
      </form>
      {addition.type === 'looking' && <p className="hint">Asking for {addition.reference}…</p>}
      {addition.type === 'failed' && <ErrorNote error={addition.error} />}
      {addition.type === 'found' && <Found models={models} addition={addition} host={host} onEnd={onEnd} />}
    </div>
  );
}

interface FoundProps {
  readonly models: Models;
  readonly addition: Extract<Addition, { type: 'found' }>;
  readonly host: string;
  readonly onEnd: () => void;
}

function Found({ models, addition, host, onEnd }: FoundProps): ReactNode {
  const titleId = useId();
  const move = useMove();
  const isUnread = useModelsState(models, (state) => state.facts === null);
  const { manifest, source, files } = addition.order;
  const folder = manifest.files.type === 'stored' ? manifest.files.folder : '';
  const [backend, build] =
    manifest.builds.webgpu === undefined
      ? (['wasm', manifest.builds.wasm] as const)
      : (['webgpu', manifest.builds.webgpu] as const);
  const verdict = addition.verdict;
  const isSlow = verdict?.canBeTried === true;
  const canRun = verdict?.grade !== 'will-not' || isSlow;
  const bytes = build?.downloadBytes ?? files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const download = () => {
    move(folder, () => models.actions.downloadFound());
    onEnd();
  };
  return (
    <article className="model-card" aria-labelledby={titleId}>
      <header className="model-card-header">
        <h4 id={titleId}>{manifest.name}</h4>
      </header>
      <p className="hint">
        {source.repo}: {formatParameters(manifest.parameters)} parameters, licence: {manifest.license}
        {build === undefined
          ? ''
          : `, ${buildName({ quantization: build.quantization, backend, engine: manifest.engine })}`}
      </p>
      {verdict !== null && <VerdictText verdict={verdict} />}
      {isUnread && <p className="verdict">Measuring how it would run here…</p>}
      <p className="hint">Nobody checked this model for Hearth. Checksums are learnt at the first download.</p>
      <div className="model-actions">
        {canRun && (
          <button type="button" className={isSlow ? 'button' : 'button primary'} onClick={download}>
            {isSlow ? TRY : 'Download'}
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            models.actions.dismissFound();
            onEnd();
          }}
        >
          Do not add
        </button>
        {canRun && (
          <p className="hint">
            {formatBytes(bytes)} from {hostsText(host, addition.order.selection)}
          </p>
        )}
      </div>
    </article>
  );
}
