import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import type { Models } from '../../app/models-state.ts';
import { PAGE } from '../../app/models-state.ts';
import { type ErrorInfo, toErrorInfo } from '../../core/errors.ts';
import type { ImportFile } from '../../ports/model-library.ts';
import { AddModel } from './AddModel.tsx';
import { filesOfDrop, filesOfInput } from './model-files.ts';
import { ErrorNote, NoteText } from './NoteText.tsx';
import { useModelsState } from './use-models.ts';

/** The ways in beside the catalog: a model's name, a folder, files, or a drop. */
export function AddSection({ hearth, models }: { readonly hearth: Hearth; readonly models: Models }): ReactNode {
  const note = useModelsState(models, (state) => state.notes.get(PAGE));
  const addButton = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const inputId = useId();
  const [isAdding, setAdding] = useState(false);
  const [isOver, setOver] = useState(false);
  const [readError, setReadError] = useState<ErrorInfo | null>(null);

  const importFrom = async (read: () => Promise<readonly ImportFile[]>) => {
    setReadError(null);
    try {
      await models.actions.importFiles(await read());
    } catch (caught) {
      setReadError(toErrorInfo(caught));
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const { items } = event.dataTransfer;
    // Taken in the event itself: afterwards the browser empties it.
    const files = filesOfDrop(items);
    void importFrom(() => files);
  };
  return (
    <div
      className="add-section"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
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
        <button type="button" className="button" onClick={() => input.current?.click()}>
          Import from folder
        </button>
        <label className="hint" htmlFor={inputId}>
          or its files:
        </label>
        <input
          ref={input}
          id={inputId}
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
    </div>
  );
}
