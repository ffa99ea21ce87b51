export const COMPOSER_ID = 'message';

/** From anywhere in the page. Waits for the frame in which a closing dialog has given the focus back. */
export function focusComposer(): void {
  requestAnimationFrame(() => document.getElementById(COMPOSER_ID)?.focus());
}

/** The same after a control that goes away with its use; not on a touch screen, where it would open the keyboard. */
export function focusComposerWithKeys(): void {
  if (window.matchMedia('(hover: hover)').matches) focusComposer();
}
