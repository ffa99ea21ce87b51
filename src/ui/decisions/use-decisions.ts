import { useEffect, useState } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import type { Routing } from '../../app/routing.ts';
import type { DecisionRecord } from '../../core/routing/decision-record.ts';

/** What decides, and every decision so far, oldest first; null until it is there. */
export interface Decisions {
  readonly routing: Routing;
  readonly records: readonly DecisionRecord[];
}

export function useDecisions(hearth: Hearth): Decisions | null {
  const [decisions, setDecisions] = useState<Decisions | null>(null);
  useEffect(() => {
    let leave: (() => void) | null = null;
    let isGone = false;
    const open = async () => {
      const routing = await hearth.routing();
      if (isGone) return;
      const show = () => setDecisions({ routing, records: routing.history.getState() });
      leave = routing.history.subscribe(show);
      show();
    };
    // What cannot be fetched is told where it is asked for: at the next prompt.
    open().catch(() => undefined);
    return () => {
      isGone = true;
      leave?.();
    };
  }, [hearth]);
  return decisions;
}
