import type { ReactNode } from 'react';
import { errorText } from '../../../core/error-text.ts';
import type { Answer } from '../../../core/chat/conversation.ts';
import type { ErrorInfo } from '../../../core/errors.ts';
import type { TurnId } from '../../../core/ids.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { CloudUpIcon, WarningIcon } from '../../shared/icons.tsx';
import { NextActionButton } from '../../shared/NextActionButton.tsx';
import { AskCloudButton } from './AskCloudButton.tsx';
import { asksForMore } from './asks-for-more.ts';

interface AnswerEndNoteProps {
  readonly answer: Answer;
  readonly turnId: TurnId;
}

/** How the answer ended, where it was not simply finished. */
export function AnswerEndNote({ answer, turnId }: AnswerEndNoteProps): ReactNode {
  const { end } = answer;
  switch (end.type) {
    case 'interrupted':
      return <p className="end-note">Interrupted: the page was closed. What was written is kept.</p>;
    case 'failed':
      return <FailedCard answer={answer} error={end.error} turnId={turnId} />;
    case 'ended':
      switch (end.reason) {
        case 'stop':
          return null;
        case 'length':
          return <p className="end-note">Cut off: the token limit or the context window was reached.</p>;
        case 'cancelled':
          return <p className="end-note">Stopped.</p>;
        case 'escalate':
          return <EscalateCard turnId={turnId} />;
      }
  }
}

function EscalateCard({ turnId }: { readonly turnId: TurnId }) {
  const model = useAppState((state) => state.model.name);
  // What stays on this device comes first.
  const hasLarger = useAppState((state) => state.largerOffer?.turnId === turnId);
  return (
    <div className="offer-card">
      <CloudUpIcon />
      <div>
        <strong>{model} says this needs a bigger model.</strong>
        <p>You see exactly what would leave this device before anything is sent.</p>
      </div>
      <AskCloudButton turnId={turnId} emphasised={!hasLarger} />
    </div>
  );
}

interface FailedCardProps {
  readonly answer: Answer;
  readonly error: ErrorInfo;
  readonly turnId: TurnId;
}

function FailedCard({ answer, error, turnId }: FailedCardProps) {
  const actions = useActions();
  const { title, message, action } = errorText(error);
  return (
    <div className="failed-card">
      <WarningIcon />
      <div>
        <strong>{title}</strong>
        <p>{message}</p>
        {(error.detail !== undefined || error.httpStatus !== undefined) && (
          <details>
            <summary>Details</summary>
            <code>
              {error.httpStatus !== undefined && `HTTP ${error.httpStatus} `}
              {error.detail ?? error.code}
            </code>
          </details>
        )}
      </div>
      <div className="failed-card-actions">
        <NextActionButton action={action} onRetry={() => void actions.regenerate(turnId)} />
        {asksForMore(answer) && <AskCloudButton turnId={turnId} emphasised />}
      </div>
    </div>
  );
}
