import { type ReactNode, useId } from 'react';
import type { StoredModel } from '../../core/models/stored-model.ts';
import { formatBytes } from '../shared/format-figure.ts';
import { isComing, progressText, stateText } from './transfer-text.ts';

/** How far a download, a check or an update is, in a bar and in words. */
export function Transfer({ model }: { readonly model: StoredModel }): ReactNode {
  const { state, update, totalBytes } = model;
  const text = stateText(model);
  return (
    <>
      {isComing(state) && (
        <Bar
          name={update === null ? 'Download progress' : 'Update progress'}
          value={(update ?? model).storedBytes}
          max={(update ?? model).totalBytes}
          text={progressText(model)}
        />
      )}
      {state.type === 'verifying' && (
        <Bar
          name="Check progress"
          value={state.checkedBytes}
          max={totalBytes}
          text={`${formatBytes(state.checkedBytes)} checked`}
        />
      )}
      {text !== null && (
        <p className={state.type === 'failed' || state.type === 'damaged' ? 'error-text' : 'hint'}>{text}</p>
      )}
      {state.type === 'failed' && state.error.detail !== undefined && <p className="hint">{state.error.detail}</p>}
    </>
  );
}

interface BarProps {
  readonly name: string;
  readonly value: number;
  /** Null: not known yet. */
  readonly max: number | null;
  readonly text: string;
}

function Bar({ name, value, max, text }: BarProps): ReactNode {
  const textId = useId();
  return (
    <div className="transfer">
      <progress
        aria-label={name}
        aria-describedby={textId}
        {...(max === null || max === 0 ? {} : { max, value: Math.min(value, max) })}
      />
      <p id={textId} className="hint transfer-text">
        {text}
      </p>
    </div>
  );
}
