import { useEffect, useEffectEvent } from 'react';

/** Safari has no idle callback. */
const OTHERWISE_AFTER_MS = 500;

/** Does something once, when the page has nothing better to do. */
export function useWhenIdle(action: () => unknown): void {
  const act = useEffectEvent(action);
  useEffect(() => {
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(() => act(), OTHERWISE_AFTER_MS);
      return () => clearTimeout(timer);
    }
    const handle = window.requestIdleCallback(() => act());
    return () => window.cancelIdleCallback(handle);
  }, []);
}
