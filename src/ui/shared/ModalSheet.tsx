import { type ReactNode, useId } from 'react';
import { CloseIcon } from './icons.tsx';
import { useModal } from './use-modal.ts';
import './modal-sheet.css';

interface ModalSheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A view over the chat: a dialog on a wide screen, a full-screen sheet on a phone. */
export function ModalSheet({ title, onClose, children }: ModalSheetProps): ReactNode {
  const titleId = useId();
  const { dialogRef, focusRef, dialogProps } = useModal(onClose);
  return (
    <dialog
      {...dialogProps}
      ref={dialogRef}
      className="modal-sheet"
      aria-labelledby={titleId}
      onPointerDown={(event) => {
        // The dialog's own box is the backdrop's: its content fills the rest.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="modal-sheet-content">
        <header className="modal-sheet-header">
          <h2 ref={focusRef} id={titleId} tabIndex={-1}>
            {title}
          </h2>
          <CloseButton onClose={onClose} />
        </header>
        <div className="modal-sheet-body">{children}</div>
      </div>
    </dialog>
  );
}

export function CloseButton({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
      <CloseIcon />
    </button>
  );
}
