import { useRef, useState } from 'react';
import { errorText } from '../../../core/error-text.ts';
import type { Notice } from '../../../app/state.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { CloseIcon, WarningIcon } from '../../shared/icons.tsx';
import { NextActionButton } from '../../shared/NextActionButton.tsx';
import { useLeaving } from './use-leaving.ts';

/** Long enough to read, find and press Undo; it waits while it is pointed at or focused. */
const UNDO_FOR_MS = 10_000;

export function Toasts() {
  const notices = useAppState((state) => state.notices);
  const deleted = useAppState((state) => state.deleted);
  return (
    <div className="toasts">
      {notices.map((notice) => (
        <NoticeToast key={notice.id} notice={notice} />
      ))}
      {deleted !== null && <UndoToast key={deleted.id} title={deleted.title ?? 'chat'} />}
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

function UndoToast({ title }: { readonly title: string }) {
  const actions = useActions();
  const toast = useRef<HTMLElement>(null);
  useLeaving(toast, UNDO_FOR_MS, () => actions.dismissUndo());
  return (
    <section ref={toast} className="toast" aria-label="Deleted chat">
      <p>
        Deleted <strong>{title}</strong>
      </p>
      <button type="button" className="button small" onClick={() => void actions.undoRemove()}>
        Undo
      </button>
    </section>
  );
}

function UpdateToast() {
  const actions = useActions();
  const ready = useAppState((state) => state.update.updateReady);
  const [later, setLater] = useState(false);
  if (!ready || later) return null;
  return (
    <section className="toast" aria-label="Update">
      <p>A new version is ready.</p>
      <button type="button" className="button primary small" onClick={() => void actions.applyUpdate()}>
        Reload
      </button>
      <button type="button" className="icon-button small" aria-label="Later" onClick={() => setLater(true)}>
        <CloseIcon />
      </button>
    </section>
  );
}
