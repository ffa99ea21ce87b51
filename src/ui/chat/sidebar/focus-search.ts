export const SEARCH_ID = 'search-conversations';

/** Waits two frames: the sidebar may have to appear first. */
export function focusSearch(): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(SEARCH_ID)?.focus()));
}
