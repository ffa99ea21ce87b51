/** Chromium, since 2022; not in every library of types. */
interface NavigateEvent extends Event {
  readonly destination: { readonly url: string };
  readonly userInitiated: boolean;
}

/**
 * Ways out of a page that neither its policy nor the service worker sees: going to another site, new windows, WebRTC.
 * Nothing here does any of that by script, so by script it cannot be done: a link leads away only where a person follows
 * it, and while airtight not even then. A second wall, in case that foreign code ever ran here; the first is the policy,
 * which lets none in.
 */
export function guardPage(isAirtight: () => boolean): void {
  Object.defineProperty(globalThis, 'open', { value: () => null });
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) Reflect.deleteProperty(globalThis, name);

  const navigation: unknown = Reflect.get(globalThis, 'navigation');
  if (navigation instanceof EventTarget) {
    navigation.addEventListener('navigate', (event) => {
      if (isNavigate(event) && isOutside(event.destination.url) && !event.userInitiated) event.preventDefault();
    });
  }
  for (const type of ['click', 'auxclick']) {
    globalThis.addEventListener(
      type,
      (event) => {
        const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
        if (!(link instanceof HTMLAnchorElement) || !isOutside(link.href)) return;
        // A click that a script makes up is nobody's.
        if (isAirtight() || !event.isTrusted) event.preventDefault();
      },
      true,
    );
  }
}

function isOutside(url: string): boolean {
  const { origin, protocol } = new URL(url, location.href);
  return protocol !== 'blob:' && origin !== location.origin;
}

function isNavigate(event: Event): event is NavigateEvent {
  return 'destination' in event && 'userInitiated' in event;
}
