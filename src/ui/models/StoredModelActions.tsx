import { type ReactNode, type RefObject, useState } from 'react';
import type { Models } from '../../app/models-state.ts';
import { type ErrorInfo, toErrorInfo } from '../../core/errors.ts';
import { type StoredModel, isUsable } from '../../core/models/stored-model.ts';
import { takeFocus, useKeptFocus, useMove } from './focus-wish.ts';
import { ErrorNote } from './NoteText.tsx';
import { canPickFolder, pickFolder } from './pick-folder.ts';
import { isComing } from './transfer-text.ts';

interface StoredModelActionsProps {
  readonly models: Models;
  readonly model: StoredModel;
  readonly isInUse: boolean;
  /** The engine reads its files: nobody else can meanwhile. */
  readonly isLoading: boolean;
  /** Where the focus goes when a cancelled download takes this card along. */
  readonly heir: string;
  /** Of the card; takes the focus of a button that leaves. */
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

export function StoredModelActions(props: StoredModelActionsProps): ReactNode {
  return isComing(props.model.state) ? <TransferActions {...props} /> : <SettledActions {...props} />;
}

/** Of a download, and of an update, beside which the old revision can be used. */
function TransferActions({ models, model, isInUse, heir, heading }: StoredModelActionsProps): ReactNode {
  const { actions } = models;
  const { folder, state, update } = model;
  const move = useMove();
  const row = useKeptFocus(heading);
  const goesOn = state.type === 'paused' || state.type === 'failed';
  const canUse = isUsable(model) && !isInUse;
  return (
    <div className="model-actions" ref={row}>
      {canUse && <UseButton models={models} folder={folder} heading={heading} />}
      {/* One element, so that it keeps the focus when it changes sides. */}
      <button
        type="button"
        className={goesOn && !canUse ? 'button primary' : 'button'}
        onClick={() => void (goesOn ? actions.resume(folder) : actions.pause(folder))}
      >
        {goesOn ? 'Resume' : 'Pause'}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          // A card with an older revision stays.
          if (update === null) move(heir, () => actions.cancel(folder));
          else void actions.cancel(folder);
        }}
      >
        Cancel
      </button>
    </div>
  );
}

function SettledActions({ models, model, isInUse, isLoading, heading }: StoredModelActionsProps): ReactNode {
  const { actions } = models;
  const { folder, state } = model;
  const row = useKeptFocus(heading);
  const [pickError, setPickError] = useState<ErrorInfo | null>(null);
  const isChecking = state.type === 'verifying';

  const exportModel = async () => {
    setPickError(null);
    try {
      const target = await pickFolder();
      if (target !== null) await actions.exportTo(folder, target);
    } catch (caught) {
      setPickError(toErrorInfo(caught));
    }
  };
  return (
    <>
      <div className="model-actions" ref={row}>
        {isUsable(model) && !isInUse && <UseButton models={models} folder={folder} heading={heading} />}
        {state.type === 'damaged' && (
          <button type="button" className="button primary" onClick={() => void actions.repair(folder)}>
            Repair
          </button>
        )}
        <Action label="Verify" isOff={isChecking || isLoading} onClick={() => actions.verify(folder)} />
        {model.origin !== null && <Action label="Update" isOff={isChecking} onClick={() => actions.update(folder)} />}
        <Action
          label="Export"
          isOff={state.type !== 'ready' || !canPickFolder()}
          onClick={exportModel}
          {...(canPickFolder() ? {} : { title: 'This browser lets no page write to a folder' })}
        />
        <Action label="Delete" isOff={isChecking} isDangerous onClick={() => actions.remove(folder)} />
      </div>
      {pickError !== null && <ErrorNote error={pickError} />}
    </>
  );
}

interface UseButtonProps extends Pick<StoredModelActionsProps, 'models' | 'heading'> {
  readonly folder: string;
}

function UseButton({ models, folder, heading }: UseButtonProps): ReactNode {
  return (
    <button
      type="button"
      className="button primary"
      onClick={() => {
        takeFocus(heading);
        void models.actions.use(folder);
      }}
    >
      Use
    </button>
  );
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
