import type { ReactNode } from 'react';
import type { Routing } from '../../app/routing.ts';
import type { DecisionRecord } from '../../core/routing/decision-record.ts';
import { RecordTable } from '../shared/RecordTable.tsx';
import { moneyText, OUTCOME, routeText, timeText } from './decision-text.ts';

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

interface DecisionTableProps {
  readonly routing: Routing;
  /** Newest first. */
  readonly records: readonly DecisionRecord[];
}

const COLUMNS = ['Time', 'Route', 'Outcome', 'Task', 'Score', 'Latency', 'Cost', 'Accepted', 'Why', 'Mark'];

export function DecisionTable({ routing, records }: DecisionTableProps): ReactNode {
  return (
    <RecordTable label="Decisions" columns={COLUMNS} rows={records} keyOf={({ id }) => id} pageRows={100}>
      {(record) => <Row record={record} onMark={(isWrong) => routing.markWrong(record.id, isWrong)} />}
    </RecordTable>
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
