import { lazy, Suspense } from 'react';
import type { Answer, Turn } from '../../../core/chat/conversation.ts';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { asksForMore } from './asks-for-more.ts';
import { AskCloudButton } from './AskCloudButton.tsx';
import { RegenerateButton } from './RegenerateButton.tsx';
import type { Comparison } from './use-comparison.tsx';
import { useWhy } from './use-why.tsx';

const AnswerThumbs = lazy(async () => ({
  default: (await import('../../decisions/AnswerThumbs.tsx')).AnswerThumbs,
}));

interface AnswerActionsProps {
  readonly answer: Answer;
  readonly turn: Turn;
  readonly comparison: Comparison;
}

/** What can be done with an answer, and what that opens below it. */
export function AnswerActions({ answer, turn, comparison }: AnswerActionsProps) {
  const why = useWhy({ turnId: turn.id, source: answer.source });
  return (
    <>
      <div className="message-actions">
        <CopyButton label="Copy" text={answer.text} />
        <RegenerateButton turnId={turn.id} tip="Answer again" />
        {/* The card above the actions already holds this button then. */}
        {!asksForMore(answer) && <AskCloudButton turnId={turn.id} />}
        {why.button}
        {comparison.button}
        {/* Last, since they come later than the others: nothing may move away from under a pointer. */}
        {answer.source === 'device' && answer.text !== '' && (
          <Suspense fallback={null}>
            <AnswerThumbs turnId={turn.id} />
          </Suspense>
        )}
      </div>
      {why.region}
      {comparison.region}
    </>
  );
}
