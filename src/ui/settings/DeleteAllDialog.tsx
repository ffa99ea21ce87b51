import { type ReactNode, useId } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import { useModal } from '../shared/use-modal.ts';

interface DeleteAllDialogProps {
  readonly hearth: Hearth;
  readonly onClose: () => void;
}

export function DeleteAllDialog({ hearth, onClose }: DeleteAllDialogProps): ReactNode {
  const titleId = useId();
  const textId = useId();
  const { dialogRef, focusRef, dialogProps } = useModal(onClose);
  const deleteAll = () => {
    onClose();
    void hearth.actions.deleteAllData();
  };
  return (
    <dialog
      {...dialogProps}
      ref={dialogRef}
      role="alertdialog"
      className="settings-confirm"
      aria-labelledby={titleId}
      aria-describedby={textId}
    >
      <h2 ref={focusRef} id={titleId} tabIndex={-1}>
        Delete all data?
      </h2>
      <p id={textId}>
        Every chat, your settings, the API key and the models you downloaded are erased from this browser. Your chats
        exist nowhere else, so this cannot be undone.
      </p>
      <div className="settings-actions">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button danger" onClick={deleteAll}>
          Delete everything
        </button>
      </div>
    </dialog>
  );
}
