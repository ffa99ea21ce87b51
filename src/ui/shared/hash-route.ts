import { useSyncExternalStore } from 'react';

/** Views beside the chat. In the address, so that the back button closes them and shortcuts can open them. */
export type View = 'models' | 'settings' | 'egress' | 'decisions';

const VIEWS: readonly View[] = ['models', 'settings', 'egress', 'decisions'];

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

export function readHash(): string {
  return window.location.hash.slice(1);
}

/** Parts of the settings that something else may lead to, as `#settings/cloud`. */
export type SettingsPlace = 'cloud' | 'data' | 'engine' | 'models' | 'privacy';

const PLACES: readonly SettingsPlace[] = ['cloud', 'data', 'engine', 'models', 'privacy'];

export function useView(): View | null {
  const [view] = useSyncExternalStore(subscribe, readHash).split('/');
  return VIEWS.find((known) => known === view) ?? null;
}

/** Null where the address names the whole view. */
export function useSettingsPlace(): SettingsPlace | null {
  const hash = useSyncExternalStore(subscribe, readHash);
  return PLACES.find((place) => hash === `settings/${place}`) ?? null;
}

export function settingsLink(place: SettingsPlace): string {
  return `#settings/${place}`;
}

/** From a place in a view to the view: so that the same link leads there again. */
export function leavePlace(): void {
  const [view = ''] = readHash().split('/');
  window.history.replaceState(null, '', `#${view}`);
}

export function openView(view: View): void {
  window.location.hash = view;
}

/** Without leaving a `#` in the address. */
export function clearHash(): void {
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
