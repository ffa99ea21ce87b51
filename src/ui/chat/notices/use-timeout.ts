import { useEffect, useEffectEvent } from 'react';

/** Calls once after `delayMs` without a pause while `running`; another `subject` starts anew. */
export function useTimeout(onEnd: () => void, delayMs: number, running: boolean, subject: string | undefined): void {
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (!running) return;
    const timer = setTimeout(end, delayMs);
    return () => clearTimeout(timer);
  }, [delayMs, running, subject]);
}
