import type { Answer } from '../../../core/chat/conversation.ts';
import type { TurnId } from '../../../core/ids.ts';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { focusComposerWithKeys } from '../composer/focus-composer.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { RegenerateIcon } from '../../shared/icons.tsx';
import { asksForMore } from './asks-for-more.ts';
import { AskCloudButton } from './AskCloudButton.tsx';

interface AnswerActionsProps {
  readonly answer: Answer;
  readonly turnId: TurnId;
}

export function AnswerActions({ answer, turnId }: AnswerActionsProps) {
  const actions = useActions();
  const busy = useAppState((state) => state.turn.type !== 'idle');
  return (
    <div className="message-actions">
      <CopyButton label="Copy" text={answer.text} />
      <button
        type="button"
        className="icon-button small"
        aria-label="Regenerate"
        title="Answer again"
        disabled={busy}
        onClick={() => {
          void actions.regenerate(turnId);
          focusComposerWithKeys();
        }}
      >
        <RegenerateIcon />
      </button>
      {/* The card above the actions already holds this button then. */}
      {!asksForMore(answer) && <AskCloudButton turnId={turnId} />}
    </div>
  );
}
