import { lazy, Suspense } from 'react';
import { useAppState } from '../shared/hearth-context.ts';
import { Composer } from './composer/Composer.tsx';
import { EmptyState } from './empty/EmptyState.tsx';
import { useWhenIdle } from './use-when-idle.ts';

const Banners = lazy(async () => ({ default: (await import('./notices/Banners.tsx')).Banners }));
const Toasts = lazy(async () => ({ default: (await import('./notices/Toasts.tsx')).Toasts }));
const loadTranscript = () => import('./transcript/Transcript.tsx');
const Transcript = lazy(async () => ({ default: (await loadTranscript()).Transcript }));

/** The open conversation and the box to write in. */
export function ChatPane() {
  const conversationId = useAppState((state) => state.current?.id ?? null);
  const hasTurns = useAppState((state) => state.current !== null && state.current.turns.length > 0);
  const hasBanner = useAppState(({ engine }) => engine.type === 'elsewhere' || engine.type === 'failed');
  const hasToasts = useAppState(
    ({ notices, deleted, update }) => notices.length > 0 || deleted.length > 0 || update.updateReady,
  );
  // The first answer should not wait for the code that draws it; the first paint should not either.
  useWhenIdle(loadTranscript);

  return (
    <>
      <Suspense fallback={null}>{hasBanner && <Banners />}</Suspense>
      {hasTurns ? (
        <Suspense fallback={<div className="scroller-frame" />}>
          <Transcript key={conversationId} />
        </Suspense>
      ) : (
        <div className="scroller-frame">
          <div className="scroller">
            <EmptyState />
            <div role="log" aria-label="Conversation" aria-live="off" />
          </div>
        </div>
      )}
      <div className="dock">
        <Suspense fallback={null}>{hasToasts && <Toasts />}</Suspense>
        <Composer />
      </div>
    </>
  );
}
