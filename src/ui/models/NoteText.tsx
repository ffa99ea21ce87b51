import type { ReactNode } from 'react';
import type { ModelNote } from '../../app/models-state.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { NextAction } from '../../core/error-text.ts';
import { libraryErrorText } from '../../core/library-error-text.ts';
import { NextActionButton } from '../shared/NextActionButton.tsx';

/** What came of the last thing that was asked. */
export function NoteText({ note }: { readonly note: ModelNote | undefined }): ReactNode {
  if (note === undefined) return null;
  if (note.type === 'failed') return <ErrorNote error={note.error} />;
  return <p className="model-note">{note.text}</p>;
}

export function ErrorNote({ error }: { readonly error: ErrorInfo }): ReactNode {
  const { title, message, action } = libraryErrorText(error);
  return (
    <div className="model-note" data-tone="danger" role="alert">
      <p>
        <strong>{title}.</strong> {message}
      </p>
      {error.detail !== undefined && <p className="hint">{error.detail}</p>}
      <WayOut action={action} />
    </div>
  );
}

/** To what an error says to do elsewhere; what there is to do here stands here. */
export function WayOut({ action }: { readonly action: NextAction }): ReactNode {
  return action === 'open-models' ? null : <NextActionButton action={action} />;
}
