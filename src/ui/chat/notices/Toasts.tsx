import { useState } from 'react';
import { errorText } from '../../../core/error-text.ts';
import type { Notice } from '../../../app/state.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { CloseIcon, WarningIcon } from '../../shared/icons.tsx';
import { NextActionButton } from '../../shared/NextActionButton.tsx';
import { useTimeout } from './use-timeout.ts';

/** Long enough to read, find and press Undo; it waits while it is pointed at or focused. */
const UNDO_FOR_MS = 10_000;

export function Toasts() {
  const notices = useAppState((state) => state.notices);
  return (
    <div className="toasts">
      {notices.map((notice) => (
        <NoticeToast key={notice.id} notice={notice} />
      ))}
      <UndoToast />
      <UpdateToast />
    </div>
  );
}

function NoticeToast({ notice }: { readonly notice: Notice }) {
  const actions = useActions();
  const { title, message, action } = errorText(notice.error);
  return (
    <div className="toast" role="alert" data-tone="danger">
      <WarningIcon />
      <p>
        <strong>{title}.</strong> {message}
      </p>
      <NextActionButton action={action} />
      <button
        type="button"
        className="icon-button small"
        aria-label="Dismiss"
        onClick={() => actions.dismissNotice(notice.id)}
      >
        <CloseIcon />
      </button>
    </div>
  );
}

function UndoToast() {
  const actions = useActions();
  const deleted = useAppState((state) => state.deleted);
  const [held, setHeld] = useState(false);
  useTimeout(actions.dismissUndo, UNDO_FOR_MS, deleted !== null && !held, deleted?.id);
  if (deleted === null) return null;
  return (
    <div
      className="toast"
      role="group"
      aria-label="Deleted chat"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>
        Deleted <strong>{deleted.title ?? 'chat'}</strong>
      </p>
      <button
        type="button"
        className="button small"
        onClick={() => {
          setHeld(false);
          void actions.undoRemove();
        }}
      >
        Undo
      </button>
    </div>
  );
}

function UpdateToast() {
  const actions = useActions();
  const ready = useAppState((state) => state.update.updateReady);
  const [later, setLater] = useState(false);
  if (!ready || later) return null;
  return (
    <div className="toast" role="group" aria-label="Update">
      <p>A new version is ready.</p>
      <button type="button" className="button primary small" onClick={() => void actions.applyUpdate()}>
        Reload
      </button>
      <button type="button" className="icon-button small" aria-label="Later" onClick={() => setLater(true)}>
        <CloseIcon />
      </button>
    </div>
  );
}
