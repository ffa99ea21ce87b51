import { useEffect, useEffectEvent } from 'react';
import type { RefObject } from 'react';

/** How long a notice stays after the pointer or the focus has left it. */
const AFTER_ATTENTION_MS = 3000;

/** Lets a notice go after `delayMs`, but never while it is pointed at or holds the focus. */
export function useLeaving(notice: RefObject<HTMLElement | null>, delayMs: number, onLeave: () => void): void {
  const leave = useEffectEvent(() => {
    if (notice.current?.matches(':hover, :focus-within') === true) return false;
    onLeave();
    return true;
  });
  useEffect(() => {
    let timer = setTimeout(function end() {
      if (!leave()) timer = setTimeout(end, AFTER_ATTENTION_MS);
    }, delayMs);
    return () => clearTimeout(timer);
  }, [delayMs]);
}
