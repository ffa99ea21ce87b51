import type { ReactNode } from 'react';
import type { TurnId } from '../../core/ids.ts';
import { useAppState, useHearth } from '../shared/hearth-context.ts';
import { useDecisions } from './use-decisions.ts';

const THUMBS = [
  { accepted: true, label: 'Good answer', turned: undefined },
  { accepted: false, label: 'Bad answer', turned: 'rotate(180 12 12)' },
] as const;

/** The user's word on an answer of this device: it goes into the log, and teaches what judges answers. */
export function AnswerThumbs({ turnId }: { readonly turnId: TurnId }): ReactNode {
  const hearth = useHearth();
  const decisions = useDecisions(hearth);
  const conversationId = useAppState((state) => state.current?.id ?? null);
  const record = decisions?.records.findLast(
    (each) => each.conversationId === conversationId && each.turnId === turnId && each.source === 'device',
  );
  // Answered before decisions were logged: there is nothing to learn from.
  if (conversationId === null || record === undefined) return null;
  return (
    <span className="answer-thumbs">
      {THUMBS.map(({ accepted, label, turned }) => (
        <button
          key={label}
          type="button"
          className="icon-button small"
          aria-label={label}
          aria-pressed={record.accepted === accepted}
          title={`${label}: stays on this device`}
          onClick={() => void hearth.actions.judge(conversationId, turnId, 'device', accepted)}
        >
          <svg
            viewBox="0 0 24 24"
            width="16"
            height="16"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            aria-hidden="true"
          >
            <path
              transform={turned}
              strokeLinejoin="round"
              d="M7 11v9H3v-9h4Zm0 0 4-8a2.5 2.5 0 0 1 2.5 2.5V9H20l-2 11H7"
            />
          </svg>
        </button>
      ))}
    </span>
  );
}
