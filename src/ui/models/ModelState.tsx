import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { EngineState } from '../../app/state.ts';
import { libraryErrorText } from '../../core/library-error-text.ts';
import type { LoadStage } from '../../ports/engine.ts';
import { formatBytes, formatDuration } from '../shared/format-figure.ts';
import { selfTestText } from './self-test-text.ts';
import { backendName } from './backend-name.ts';

/** Where the model runs and why, and the button that changes it. */
export function ModelState({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const engine = useStore(hearth.state, (state) => state.engine);
  return (
    <div className="model-state" data-state={engine.type}>
      <div className="model-state-text">
        <StateText engine={engine} />
      </div>
      <StateButton hearth={hearth} engine={engine} />
    </div>
  );
}

function StateText({ engine }: { readonly engine: EngineState }): ReactNode {
  switch (engine.type) {
    case 'unloaded':
      return (
        <>
          <p className="model-state-title">Not loaded</p>
          <p className="hint">It loads by itself with the next message, or here.</p>
        </>
      );
    case 'loading':
      return <Loading engine={engine} />;
    case 'ready': {
      const { selfTest, isTested } = engine;
      const { backend, why, adapter } = engine.choice;
      return (
        <>
          <p className="model-state-title">Ready on {backendName(backend)}</p>
          <p className="hint">{why}</p>
          <p className="hint">
            {adapter !== null &&
              `Graphics adapter: ${adapter.description}${adapter.isFallback ? ' (in software)' : ''}. `}
            Loaded in {formatDuration(engine.loadMs)}.
          </p>
          {!isTested && <p className="hint">It is being checked with a short answer; yours waits for that.</p>}
          {selfTest !== null && <p className="hint">{selfTestText(selfTest)}</p>}
        </>
      );
    }
    case 'elsewhere':
      return (
        <>
          <p className="model-state-title">In another tab</p>
          <p className="hint">Only one tab holds the model, to save memory.</p>
        </>
      );
    case 'failed': {
      const { title, message } = libraryErrorText(engine.error);
      return (
        <>
          <p className="model-state-title">{title}</p>
          <p className="hint">{message}</p>
          {engine.error.detail !== undefined && <p className="hint">{engine.error.detail}</p>}
        </>
      );
    }
  }
}

const STAGES: Record<LoadStage, string> = {
  probe: 'Looking at this device…',
  runtime: 'Loading the runtime…',
  weights: 'Loading the weights…',
  'warm-up': 'Warming up…',
};

function Loading({ engine }: { readonly engine: Extract<EngineState, { type: 'loading' }> }): ReactNode {
  const { stage, loadedBytes, totalBytes } = engine;
  const counted = totalBytes > 0;
  return (
    <>
      <p className="model-state-title">{STAGES[stage]}</p>
      <progress
        aria-label="Loading the model"
        {...(counted ? { max: totalBytes, value: Math.min(loadedBytes, totalBytes) } : {})}
      />
      {counted && (
        <p className="hint">
          {formatBytes(loadedBytes)} of {formatBytes(totalBytes)}
        </p>
      )}
    </>
  );
}

function StateButton({ hearth, engine }: { readonly hearth: Hearth; readonly engine: EngineState }): ReactNode {
  const { actions } = hearth;
  switch (engine.type) {
    case 'unloaded':
      return <Button label="Load" onClick={() => actions.loadEngine()} />;
    case 'failed':
      return <Button label="Try again" onClick={() => actions.loadEngine()} />;
    case 'elsewhere':
      return <Button label="Use it here" onClick={() => actions.takeOver()} />;
    case 'loading':
      return <Button label="Cancel" onClick={() => actions.unloadEngine()} />;
    case 'ready':
      return <Button label="Unload" onClick={() => actions.unloadEngine()} />;
  }
}

/** One element through all states, so that it keeps the focus when its label changes. */
function Button({ label, onClick }: { readonly label: string; readonly onClick: () => Promise<void> }): ReactNode {
  return (
    <button type="button" className="button" onClick={() => void onClick()}>
      {label}
    </button>
  );
}
