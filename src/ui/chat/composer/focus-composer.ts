export const COMPOSER_ID = 'message';

/** From anywhere in the page. Waits for the frame in which a closing dialog has given the focus back. */
export function focusComposer(): void {
  requestAnimationFrame(() => document.getElementById(COMPOSER_ID)?.focus());
}
