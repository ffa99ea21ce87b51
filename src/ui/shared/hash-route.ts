import { useSyncExternalStore } from 'react';

/** Views beside the chat. In the address, so that the back button closes them and shortcuts can open them. */
export type View = 'models' | 'settings';

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

export function readHash(): string {
  return window.location.hash.slice(1);
}

export function useView(): View | null {
  const hash = useSyncExternalStore(subscribe, readHash);
  return hash === 'models' || hash === 'settings' ? hash : null;
}

export function openView(view: View): void {
  window.location.hash = view;
}

/** Without leaving a `#` in the address. */
export function clearHash(): void {
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
