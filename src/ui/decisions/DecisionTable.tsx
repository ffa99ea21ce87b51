import { type ReactNode, useState } from 'react';
import type { Routing } from '../../app/routing.ts';
import type { DecisionRecord } from '../../core/routing/decision-record.ts';
import { moneyText, OUTCOME, routeText, timeText } from './decision-text.ts';

/** So many rows are drawn at once. */
const PAGE = 100;
const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

interface DecisionTableProps {
  readonly routing: Routing;
  /** Newest first. */
  readonly records: readonly DecisionRecord[];
}

export function DecisionTable({ routing, records }: DecisionTableProps): ReactNode {
  const [limit, setLimit] = useState(PAGE);
  return (
    <>
      {/* Scrolls sideways on a narrow screen, so it must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keyboard too */}
      <div className="decisions-scroller" tabIndex={0}>
        <table aria-label="Decisions">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Route</th>
              <th scope="col">Outcome</th>
              <th scope="col">Task</th>
              <th scope="col">Score</th>
              <th scope="col">Latency</th>
              <th scope="col">Cost</th>
              <th scope="col">Accepted</th>
              <th scope="col">Why</th>
              <th scope="col">Mark</th>
            </tr>
          </thead>
          <tbody>
            {records.slice(0, limit).map((record) => (
              <Row key={record.id} record={record} onMark={(isWrong) => routing.markWrong(record.id, isWrong)} />
            ))}
          </tbody>
        </table>
      </div>
      {records.length > limit && (
        <button type="button" className="button" onClick={() => setLimit(limit + PAGE)}>
          Show more
        </button>
      )}
    </>
  );
}

interface RowProps {
  readonly record: DecisionRecord;
  readonly onMark: (isWrong: boolean) => void;
}

function Row({ record, onMark }: RowProps): ReactNode {
  const { difficulty, accepted, isMarkedWrong } = record;
  return (
    <tr data-wrong={isMarkedWrong || undefined}>
      <td>
        <time dateTime={new Date(record.atMs).toISOString()}>{time.format(record.atMs)}</time>
      </td>
      <th scope="row">{routeText(record)}</th>
      <td>{OUTCOME[record.outcome]}</td>
      <td>{difficulty?.task ?? '–'}</td>
      <td>{difficulty?.score.toFixed(2) ?? '–'}</td>
      <td>{timeText(record.latencyMs)}</td>
      <td>{record.cost === null ? '–' : moneyText(record.cost.value)}</td>
      <td>{accepted === null ? '–' : accepted ? 'Yes' : 'No'}</td>
      <td className="decisions-why">
        <Reasons reasons={record.reasons} />
      </td>
      <td>
        <button
          type="button"
          className="button quiet small"
          aria-pressed={isMarkedWrong}
          onClick={() => onMark(!isMarkedWrong)}
        >
          {isMarkedWrong ? 'Marked wrong' : 'Mark as wrong'}
        </button>
      </td>
    </tr>
  );
}

function Reasons({ reasons }: Pick<DecisionRecord, 'reasons'>): ReactNode {
  return (
    <details>
      <summary>{reasons.length === 1 ? '1 reason' : `${reasons.length} reasons`}</summary>
      <ol>
        {reasons.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
      </ol>
    </details>
  );
}
