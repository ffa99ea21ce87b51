import type { Answer } from '../../../core/chat/conversation.ts';
import type { TurnId } from '../../../core/ids.ts';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { asksForMore } from './asks-for-more.ts';
import { AskCloudButton } from './AskCloudButton.tsx';
import { RegenerateButton } from './RegenerateButton.tsx';

interface AnswerActionsProps {
  readonly answer: Answer;
  readonly turnId: TurnId;
}

export function AnswerActions({ answer, turnId }: AnswerActionsProps) {
  return (
    <div className="message-actions">
      <CopyButton label="Copy" text={answer.text} />
      <RegenerateButton turnId={turnId} tip="Answer again" />
      {/* The card above the actions already holds this button then. */}
      {!asksForMore(answer) && <AskCloudButton turnId={turnId} />}
    </div>
  );
}
