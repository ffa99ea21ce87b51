import { lazy, Suspense, useRef } from 'react';
import { useAppState } from '../shared/hearth-context.ts';
import { DownIcon } from '../shared/icons.tsx';
import { Composer } from './composer/Composer.tsx';
import { EmptyState } from './empty/EmptyState.tsx';
import { Banners } from './notices/Banners.tsx';
import { Toasts } from './notices/Toasts.tsx';
import { useWhenIdle } from './use-when-idle.ts';
import { useAutoScroll } from './transcript/use-auto-scroll.ts';

const loadTranscript = () => import('./transcript/Transcript.tsx');
const Transcript = lazy(async () => ({ default: (await loadTranscript()).Transcript }));

/** The open conversation and the box to write in. */
export function ChatPane() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const conversationId = useAppState((state) => state.current?.id ?? null);
  const lastTurnId = useAppState((state) => state.current?.turns.at(-1)?.id ?? null);
  const { following, jump } = useAutoScroll(
    scroller,
    content,
    lastTurnId === null ? null : `${conversationId} ${lastTurnId}`,
  );

  // The first answer should not wait for the code that draws it; the first paint should not either.
  useWhenIdle(loadTranscript);

  return (
    <>
      <Banners />
      <div className="scroller" ref={scroller} data-following={following || undefined}>
        <div className="scroller-content" ref={content}>
          {lastTurnId === null && <EmptyState />}
          <div role="log" aria-label="Conversation" aria-live="off" className="transcript">
            {lastTurnId !== null && (
              <Suspense fallback={null}>
                <Transcript key={conversationId} />
              </Suspense>
            )}
          </div>
        </div>
      </div>
      <div className="dock">
        <Toasts />
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
        <Composer />
      </div>
    </>
  );
}
