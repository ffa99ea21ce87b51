import type { ReactNode } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import type { ConversationId, TurnId } from '../../core/ids.ts';
import type { DecisionRecord } from '../../core/routing/decision-record.ts';
import type { AnswerSource } from '../../core/stream-part.ts';
import { formatBytes } from '../shared/format-figure.ts';
import { moneyText, OUTCOME, percentText, routeText, timeText } from './decision-text.ts';
import { useDecisions } from './use-decisions.ts';
import './decisions.css';

interface RouteExplanationProps {
  readonly hearth: Hearth;
  readonly id: string;
  readonly conversationId: ConversationId;
  readonly turnId: TurnId;
  readonly source: AnswerSource;
}

/** Why this answer comes from where it comes from. */
export function RouteExplanation({ hearth, id, conversationId, turnId, source }: RouteExplanationProps): ReactNode {
  const decisions = useDecisions(hearth);
  const ofTurn = (decisions?.records ?? []).filter(
    (record) => record.conversationId === conversationId && record.turnId === turnId,
  );
  const record = ofTurn.findLast((candidate) => candidate.source === source) ?? ofTurn.at(-1);
  return (
    <section id={id} className="route" aria-label="Route">
      {decisions === null && <p className="hint">Reading the log…</p>}
      {decisions !== null && record === undefined && (
        <p>Nothing is known of it: it was answered before decisions were logged, or the log was deleted.</p>
      )}
      {decisions !== null && record !== undefined && (
        <>
          <Explained record={record} />
          <div className="route-actions">
            <button
              type="button"
              className="button small"
              aria-pressed={record.isMarkedWrong}
              onClick={() => decisions.routing.markWrong(record.id, !record.isMarkedWrong)}
            >
              This route was wrong
            </button>
            <a href="#decisions">All decisions</a>
          </div>
        </>
      )}
    </section>
  );
}

function Explained({ record }: { readonly record: DecisionRecord }): ReactNode {
  const { difficulty, judged } = record;
  return (
    <>
      <p>
        <strong>{routeText(record)}.</strong> {OUTCOME[record.outcome]}
        {record.latencyMs !== null && ` in ${timeText(record.latencyMs)}`}.
      </p>
      <ol className="route-reasons" aria-label="Reasons">
        {record.reasons.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
      </ol>
      <dl className="route-facts">
        <div>
          <dt>Score</dt>
          <dd>
            {difficulty === null
              ? 'None'
              : `${difficulty.score.toFixed(2)}: this device fails ${percentText(difficulty.localFails)}, a strong model ${percentText(difficulty.strongFails)}; ${percentText(difficulty.coverage)} of the words known`}
          </dd>
        </div>
        {difficulty !== null && (
          <div>
            <dt>Task</dt>
            <dd>{`${difficulty.task}, ${percentText(difficulty.taskProbability)} sure`}</dd>
          </div>
        )}
        <div>
          <dt>Confidence</dt>
          <dd>
            {judged === null ? 'Not judged' : `${percentText(judged.confidence)} that the answer is good`}
            {judged !== null && judged.evidence.length > 0 && (
              <ul className="route-reasons" aria-label="Evidence">
                {judged.evidence.map(({ code, text }) => (
                  <li key={code}>{text}</li>
                ))}
              </ul>
            )}
          </dd>
        </div>
        <div>
          <dt>Left this device</dt>
          <dd>{record.sentBytes === 0 ? '0 bytes' : formatBytes(record.sentBytes)}</dd>
        </div>
        {record.cost !== null && (
          <div>
            <dt>Cost</dt>
            <dd>{`about ${moneyText(record.cost.value)}`}</dd>
          </div>
        )}
      </dl>
    </>
  );
}
