import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { errorText } from '../../../core/error-text.ts';
import type { Notice } from '../../../app/state.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { CloseIcon, WarningIcon } from '../../shared/icons.tsx';
import { NextActionButton } from '../../shared/NextActionButton.tsx';
import { useTopModal } from '../../shared/open-modals.ts';
import { useLeaving } from './use-leaving.ts';

/** Long enough to read, find and press Undo; it waits while it is pointed at or focused. */
const UNDO_FOR_MS = 10_000;

/** Over the message box; while a dialog is open at its end, since all else is then behind it and out of reach. */
export function Toasts() {
  const modal = useTopModal();
  const [isUpdateLater, setUpdateLater] = useState(false);
  const list = <ToastList isUpdateLater={isUpdateLater} onUpdateLater={() => setUpdateLater(true)} />;
  if (modal === null) return <div className="toasts">{list}</div>;
  return createPortal(
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the buttons within pass through
    <div className="toasts" onKeyDown={closeOnly}>
      {list}
    </div>,
    modal,
  );
}

/** Escape closes the dialog, as everywhere in it; outside of one it stops the answer. */
function closeOnly(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.stopPropagation();
}

interface ToastListProps {
  readonly isUpdateLater: boolean;
  readonly onUpdateLater: () => void;
}

function ToastList({ isUpdateLater, onUpdateLater }: ToastListProps) {
  const notices = useAppState((state) => state.notices);
  const deleted = useAppState((state) => state.deleted);
  const last = deleted.at(-1);
  const updateReady = useAppState((state) => state.update.updateReady);
  return (
    <>
      {notices.map((notice) => (
        <NoticeToast key={notice.id} notice={notice} />
      ))}
      {last !== undefined && (
        <UndoToast key={last.id} title={deleted.length === 1 ? (last.title ?? 'chat') : `${deleted.length} chats`} />
      )}
      {updateReady && !isUpdateLater && <UpdateToast onLater={onUpdateLater} />}
    </>
  );
}

function NoticeToast({ notice }: { readonly notice: Notice }) {
  const actions = useActions();
  const { title, message, action } = errorText(notice.error);
  const keepOffline = () => {
    actions.dismissNotice(notice.id);
    void actions.keepOffline();
  };
  return (
    <div className="toast" role="alert" data-tone="danger">
      <WarningIcon />
      <p>
        <strong>{title}.</strong> {message}
      </p>
      <NextActionButton
        action={action}
        onRetry={notice.error.code === 'offline-incomplete' ? keepOffline : undefined}
      />
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

function UpdateToast({ onLater }: { readonly onLater: () => void }) {
  const actions = useActions();
  return (
    <section className="toast" aria-label="Update">
      <p>A new version is ready.</p>
      <button type="button" className="button primary small" onClick={() => void actions.applyUpdate()}>
        Reload
      </button>
      <button type="button" className="icon-button small" aria-label="Later" onClick={onLater}>
        <CloseIcon />
      </button>
    </section>
  );
}
