import { type RefObject, type SyntheticEvent, useLayoutEffect, useRef } from 'react';
import { addModal } from './open-modals.ts';

interface Modal {
  readonly dialogRef: RefObject<HTMLDialogElement | null>;
  /** What gets the focus first: best a heading, so that a key pressed a moment too late does nothing. */
  readonly focusRef: RefObject<HTMLHeadingElement | null>;
  /** For the `<dialog>`: Escape and the platform's back gesture ask to close, the owner decides. */
  readonly dialogProps: {
    readonly onCancel: (event: SyntheticEvent<HTMLDialogElement>) => void;
    readonly onClose: (event: SyntheticEvent<HTMLDialogElement>) => void;
    readonly onKeyDown: (event: { readonly key: string; stopPropagation(): void }) => void;
  };
}

/**
 * Opens the `<dialog>` as a modal while its component is mounted: focus is trapped inside by the browser and
 * goes back to where it was.
 */
export function useModal(onClose: () => void): Modal {
  const dialogRef = useRef<HTMLDialogElement>(null);
  const focusRef = useRef<HTMLHeadingElement>(null);
  const isLeaving = useRef(false);
  useLayoutEffect(() => {
    const dialog = dialogRef.current;
    if (dialog === null) return;
    isLeaving.current = false;
    dialog.showModal();
    focusRef.current?.focus();
    const remove = addModal(dialog);
    return () => {
      isLeaving.current = true;
      // Removing an open dialog would lose the focus; closing gives it back.
      dialog.close();
      remove();
    };
  }, []);
  return {
    dialogRef,
    focusRef,
    dialogProps: {
      onCancel: (event) => {
        // A nested dialog's events come here too: React bubbles what the DOM does not.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      },
      onClose: (event) => {
        // Another view takes its place, which must not be closed. It may still be here, hidden, while that is fetched.
        if (isLeaving.current) return;
        // Closed by the browser itself: Chromium lets a second Escape through without `cancel`.
        if (event.target === event.currentTarget && !event.currentTarget.open) onClose();
      },
      // Escape outside a dialog stops the answer; inside it only closes.
      onKeyDown: (event) => {
        if (event.key === 'Escape') event.stopPropagation();
      },
    },
  };
}
