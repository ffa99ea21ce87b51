import { useState } from 'react';
import { useStore } from 'zustand';
import type { TurnState } from '../../../app/state.ts';
import type { Answer, Turn } from '../../../core/chat/conversation.ts';
import type { AnswerSource } from '../../../core/stream-part.ts';
import { CrashGuard } from '../../shared/CrashGuard.tsx';
import { useActions, useAppState, useHearth } from '../../shared/hearth-context.ts';
import { Measurements } from '../../insight/Measurements.tsx';
import { Markdown } from '../markdown/Markdown.tsx';
import { AnswerActions } from './AnswerActions.tsx';
import { AnswerEndNote } from './AnswerEndNote.tsx';
import { firstWords } from './article-name.ts';
import { LargerOfferCard } from './LargerOfferCard.tsx';
import { SourceTabs } from './SourceTabs.tsx';
import { UnansweredNote } from './UnansweredNote.tsx';
import { type Comparison, useComparison } from './use-comparison.tsx';
import { useLiveText } from './use-live-text.ts';
import { WaitingNote } from './WaitingNote.tsx';

type ActiveTurn = Exclude<TurnState, { type: 'idle' }>;

export function AnswerMessage({ turn }: { readonly turn: Turn }) {
  const actions = useActions();
  const active = useAppState((state) =>
    state.turn.type !== 'idle' && state.turn.turnId === turn.id ? state.turn : null,
  );
  // While an answer is written, the source it comes from is shown unless the reader looks at the other.
  const [lookingAt, setLookingAt] = useState<AnswerSource | null>(null);
  if (active === null && lookingAt !== null) setLookingAt(null);

  const source = active === null ? storedSource(turn) : (lookingAt ?? active.source);
  const answer = source === null ? null : turn[source];
  const writing = active !== null && active.source === source ? active : null;
  const hasBoth = hasAnswer(turn, active, 'device') && hasAnswer(turn, active, 'cloud');
  const name = useAnswerName(turn, answer, writing);
  // Here, since what is below goes away while the other answer is written.
  const comparison = useComparison(turn);
  const panelId = `answer-${turn.id}`;

  return (
    <article className="answer" aria-label={name} aria-busy={writing !== null}>
      {hasBoth && source !== null && (
        <SourceTabs
          shown={source}
          panelId={panelId}
          onShow={(chosen) => {
            setLookingAt(chosen);
            if (active === null) void actions.show(turn.id, chosen);
          }}
        />
      )}
      <div
        className="answer-panel"
        {...(hasBoth ? { id: panelId, role: 'tabpanel', 'aria-labelledby': `${panelId}-${source}` } : {})}
      >
        {source === null ? (
          <UnansweredNote turnId={turn.id} />
        ) : (
          <AnswerContent turn={turn} source={source} answer={answer} writing={writing} comparison={comparison} />
        )}
      </div>
    </article>
  );
}

interface AnswerContentProps {
  readonly turn: Turn;
  readonly source: AnswerSource;
  readonly answer: Answer | null;
  readonly writing: ActiveTurn | null;
  readonly comparison: Comparison;
}

function AnswerContent({ turn, source, answer, writing, comparison }: AnswerContentProps) {
  const liveText = useLiveText(turn.id, source, writing !== null);
  const text = liveText ?? answer?.text ?? '';
  return (
    <>
      <div className="answer-text" data-writing={writing?.type === 'streaming' || undefined}>
        <CrashGuard renderFallback={() => <p className="raw-html">{text}</p>}>
          <Markdown text={text} />
        </CrashGuard>
      </div>
      {writing?.type === 'waiting' && <WaitingNote source={source} />}
      {writing === null && answer !== null && <AnswerEndNote answer={answer} turnId={turn.id} />}
      {source === 'device' && <LargerOfferCard turnId={turn.id} />}
      {writing === null && answer !== null && (
        <>
          <AnswerActions answer={answer} turn={turn} comparison={comparison} />
          {answer.end.type === 'ended' && <Measurements usage={answer.end.usage} backend={answer.backend} />}
        </>
      )}
    </>
  );
}

function storedSource(turn: Turn): AnswerSource | null {
  if (turn[turn.shown] !== null) return turn.shown;
  if (turn.device !== null) return 'device';
  return turn.cloud === null ? null : 'cloud';
}

function hasAnswer(turn: Turn, active: ActiveTurn | null, source: AnswerSource): boolean {
  return turn[source] !== null || active?.source === source;
}

/** The first words stay the same while the rest is written, so the name changes a few times and not per frame. */
function useAnswerName(turn: Turn, answer: Answer | null, writing: ActiveTurn | null): string {
  const { live } = useHearth();
  const liveWords = useStore(live, (state) =>
    writing !== null && state?.turnId === turn.id ? firstWords(state.text) : '',
  );
  const words = liveWords === '' ? firstWords(answer?.text ?? '') : liveWords;
  if (words !== '') return `Hearth: ${words}`;
  return writing === null ? 'Hearth: no text' : 'Hearth: working on an answer';
}
