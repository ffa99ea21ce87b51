import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Turn } from '../../../core/chat/conversation.ts';
import { useActions, useAppState, useHearth } from '../../shared/hearth-context.ts';

const SideBySide = lazy(async () => ({ default: (await import('../../decisions/SideBySide.tsx')).SideBySide }));

/** A button, and what it opens. */
export interface Comparison {
  readonly button: ReactNode;
  readonly region: ReactNode;
}

/** Asks whoever has not answered yet, the cloud only after its question; then shows both answers. */
export function useComparison(turn: Turn): Comparison {
  const hearth = useHearth();
  const actions = useActions();
  const busy = useAppState((state) => state.turn.type !== 'idle');
  const conversationId = useAppState((state) => state.current?.id ?? null);
  const [isOpen, setOpen] = useState(false);
  const hasBoth = turn.device !== null && turn.cloud !== null;
  const toggle = () => {
    setOpen(!isOpen);
    if (isOpen) return;
    if (turn.cloud === null) void actions.askCloud(turn.id);
    else if (turn.device === null) void actions.askDevice(turn.id);
  };
  return {
    button: (
      <button
        type="button"
        className="button quiet small"
        aria-expanded={isOpen && hasBoth}
        disabled={busy}
        title="Asks both, the cloud only after you said yes"
        onClick={toggle}
      >
        Side by side
      </button>
    ),
    region: isOpen && hasBoth && !busy && conversationId !== null && (
      <Suspense fallback={null}>
        <SideBySide hearth={hearth} conversationId={conversationId} turn={turn} />
      </Suspense>
    ),
  };
}
