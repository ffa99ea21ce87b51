import { memo } from 'react';
import type { Turn } from '../../../core/chat/conversation.ts';
import { AnswerMessage } from './AnswerMessage.tsx';
import { PromptMessage } from './PromptMessage.tsx';

interface TurnViewProps {
  readonly turn: Turn;
  readonly isLast: boolean;
}

export const TurnView = memo(function TurnView({ turn, isLast }: TurnViewProps) {
  return (
    <div className="turn" data-last={isLast || undefined}>
      <PromptMessage turn={turn} />
      <AnswerMessage turn={turn} />
    </div>
  );
});
