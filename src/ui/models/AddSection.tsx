import { type ReactNode, useContext, useId, useRef, useState } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import type { Models } from '../../app/models-state.ts';
import { PAGE } from '../../app/models-state.ts';
import { type ErrorInfo, toErrorInfo } from '../../core/errors.ts';
import type { ImportFile } from '../../ports/model-library.ts';
import { AddModel } from './AddModel.tsx';
import { FocusWishContext } from './focus-wish.ts';
import { filesOfDrop, filesOfInput } from './model-files.ts';
import { ErrorNote, NoteText } from './NoteText.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { useModelsState } from './use-models.ts';

/** The ways in beside the catalog: a model's name, a folder, files, or a drop. */
export function AddSection({ hearth, models }: { readonly hearth: Hearth; readonly models: Models }): ReactNode {
  const note = useModelsState(models, (state) => state.notes.get(PAGE));
  const addButton = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  // Takes the focus that a card took along: what came of that is said here.
  const section = useContext(FocusWishContext)?.fallback;
  const hintId = useId();
  const [isAdding, setAdding] = useState(false);
  const [readError, setReadError] = useState<ErrorInfo | null>(null);

  const importFrom = async (read: () => Promise<readonly ImportFile[]>) => {
    setReadError(null);
    try {
      await models.actions.importFiles(await read());
    } catch (caught) {
      setReadError(toErrorInfo(caught));
    }
  };
  const isOver = useFileDrop((items) => {
    // Taken in the event itself: afterwards the browser empties it.
    const files = filesOfDrop(items);
    void importFrom(() => files);
    // What comes of it is said there.
    section?.current?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <section ref={section} className="add-section" aria-label="Add models" tabIndex={-1}>
      {isOver && (
        <div className="drop-veil" aria-hidden="true">
          Drop a model’s folder, or its files, to import it
        </div>
      )}
      <div className="model-actions">
        <button
          ref={addButton}
          type="button"
          className="button"
          aria-expanded={isAdding}
          onClick={() => {
            models.actions.dismissFound();
            setAdding(!isAdding);
          }}
        >
          Add a model
        </button>
        <button type="button" className="button" aria-describedby={hintId} onClick={() => input.current?.click()}>
          Import from folder
        </button>
        <input
          ref={input}
          aria-describedby={hintId}
          className="add-files"
          type="file"
          multiple
          aria-label="Model files"
          onClick={(event) => {
            // The button's click is not the user's own: it asks for a folder.
            event.currentTarget.webkitdirectory = !event.nativeEvent.isTrusted;
          }}
          onChange={(event) => {
            const { files } = event.target;
            const chosen = files === null ? [] : filesOfInput(files);
            // So that the same files can be chosen again.
            event.target.value = '';
            if (chosen.length > 0) void importFrom(() => Promise.resolve(chosen));
          }}
        />
      </div>
      <p id={hintId} className="hint">
        An import takes what Export wrote, or a model’s files as a hub has them, without a network.
        <span className="add-drop-hint"> You can also drop them anywhere on this page.</span>
      </p>
      {isAdding && (
        <AddModel
          hearth={hearth}
          models={models}
          onEnd={() => {
            setAdding(false);
            addButton.current?.focus();
          }}
        />
      )}
      <NoteText note={note} />
      {readError !== null && <ErrorNote error={readError} />}
    </section>
  );
}
