import { type ReactNode, useState } from 'react';
import type { Models } from '../../app/models-state.ts';
import { type ErrorInfo, toErrorInfo } from '../../core/errors.ts';
import type { StoredModel } from '../../core/models/stored-model.ts';
import { useMove } from './focus-wish.ts';
import { ErrorNote } from './NoteText.tsx';
import { canPickFolder, pickFolder } from './pick-folder.ts';

interface StoredModelActionsProps {
  readonly models: Models;
  readonly model: StoredModel;
  readonly isInUse: boolean;
  /** Where the focus goes when this card leaves. */
  readonly heir: string;
  readonly onUsed: () => void;
}

export function StoredModelActions({ models, model, isInUse, heir, onUsed }: StoredModelActionsProps): ReactNode {
  const { actions } = models;
  const { folder, state } = model;
  const move = useMove();
  const [pickError, setPickError] = useState<ErrorInfo | null>(null);

  const exportModel = async () => {
    setPickError(null);
    try {
      const target = await pickFolder();
      if (target !== null) await actions.exportTo(folder, target);
    } catch (caught) {
      setPickError(toErrorInfo(caught));
    }
  };

  switch (state.type) {
    case 'queued':
    case 'resolving':
    case 'downloading':
    case 'waiting':
    case 'paused':
    case 'failed': {
      const goesOn = state.type === 'paused' || state.type === 'failed';
      return (
        <div className="model-actions">
          {/* One element, so that it keeps the focus when it changes sides. */}
          <button
            type="button"
            className={goesOn ? 'button primary' : 'button'}
            onClick={() => void (goesOn ? actions.resume(folder) : actions.pause(folder))}
          >
            {goesOn ? 'Resume' : 'Pause'}
          </button>
          <button type="button" className="button" onClick={() => move(heir, () => actions.cancel(folder))}>
            Cancel
          </button>
        </div>
      );
    }
    case 'verifying':
    case 'ready':
    case 'damaged': {
      const isChecking = state.type === 'verifying';
      const use = () => {
        onUsed();
        void actions.use(folder);
      };
      return (
        <>
          <div className="model-actions">
            {state.type === 'ready' && !isInUse && (
              <button type="button" className="button primary" onClick={use}>
                Use
              </button>
            )}
            {state.type === 'damaged' && (
              <button type="button" className="button primary" onClick={() => void actions.repair(folder)}>
                Repair
              </button>
            )}
            <Action label="Verify" isOff={isChecking} onClick={() => actions.verify(folder)} />
            {model.origin !== null && (
              <Action
                label="Update"
                isOff={isChecking || model.update !== null}
                onClick={() => actions.update(folder)}
              />
            )}
            <Action
              label="Export"
              isOff={state.type !== 'ready' || !canPickFolder()}
              onClick={exportModel}
              {...(canPickFolder() ? {} : { title: 'This browser lets no page write to a folder' })}
            />
            <Action
              label="Delete"
              isOff={isChecking}
              isDangerous
              onClick={() => {
                move(heir, () => actions.remove(folder));
                return Promise.resolve();
              }}
            />
          </div>
          {pickError !== null && <ErrorNote error={pickError} />}
        </>
      );
    }
  }
}

interface ActionProps {
  readonly label: string;
  /** It stays in its place and keeps the focus, but does nothing. */
  readonly isOff: boolean;
  readonly isDangerous?: boolean;
  readonly title?: string;
  readonly onClick: () => Promise<void>;
}

function Action({ label, isOff, isDangerous = false, title, onClick }: ActionProps): ReactNode {
  return (
    <button
      type="button"
      className={isDangerous ? 'button danger' : 'button'}
      aria-disabled={isOff}
      title={title}
      onClick={() => {
        if (!isOff) void onClick();
      }}
    >
      {label}
    </button>
  );
}
