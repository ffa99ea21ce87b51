import { type ReactNode, useId } from 'react';
import type { ErrorInfo } from '../../core/errors.ts';
import { libraryErrorText } from '../../core/library-error-text.ts';
import type { StoredModel } from '../../core/models/stored-model.ts';
import { formatBytes } from '../shared/format-figure.ts';
import { WayOut } from './NoteText.tsx';
import { isComing, progressText, stateText } from './transfer-text.ts';

/** How far a download, a check or an update is, in a bar and in words. */
export function Transfer({ model }: { readonly model: StoredModel }): ReactNode {
  const { state, update } = model;
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
          max={(update ?? model).totalBytes}
          text={`${formatBytes(state.checkedBytes)} checked`}
        />
      )}
      {text !== null && (
        <p className={state.type === 'failed' || state.type === 'damaged' ? 'error-text' : 'hint'}>{text}</p>
      )}
      {state.type === 'failed' && <Failure error={state.error} />}
    </>
  );
}

/** Beside what went wrong in words. */
function Failure({ error }: { readonly error: ErrorInfo }): ReactNode {
  return (
    <>
      {error.detail !== undefined && <p className="hint">{error.detail}</p>}
      <WayOut action={libraryErrorText(error).action} />
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
