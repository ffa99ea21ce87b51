import { startTransition, useEffect, useRef, useState } from 'react';
import type { Turn } from '../../../core/chat/conversation.ts';
import { useAppState } from '../../shared/hearth-context.ts';
import { DownIcon } from '../../shared/answer-icons.tsx';
import { TurnView } from './TurnView.tsx';
import { useAutoScroll } from './use-auto-scroll.ts';

const NO_TURNS: readonly Turn[] = [];

/** About what a tall screen shows. */
const FIRST_TURNS = 8;

/**
 * The turns of one conversation, the end first: a long one is drawn in slices, so that opening it holds up nothing.
 * In its own chunk: nobody waits for it before the first answer.
 */
export function Transcript() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const turns = useAppState((state) => state.current?.turns ?? NO_TURNS);
  const last = turns.at(-1);
  const { following, jump } = useAutoScroll(scroller, content, last?.id ?? null);
  const [complete, setComplete] = useState(turns.length <= FIRST_TURNS);
  useEffect(() => startTransition(() => setComplete(true)), []);

  const shown = complete ? turns : turns.slice(-FIRST_TURNS);
  return (
    <div className="scroller-frame">
      <div className="scroller" ref={scroller} data-following={following || undefined}>
        <div role="log" aria-label="Conversation" aria-live="off" className="transcript" ref={content}>
          {shown.map((turn) => (
            <TurnView key={turn.id} turn={turn} isLast={turn === last} />
          ))}
        </div>
      </div>
      {!following && (
        <button
          type="button"
          className="jump"
          aria-label="Jump to the latest"
          title="Jump to the latest"
          onClick={jump}
        >
          <DownIcon />
        </button>
      )}
    </div>
  );
}
