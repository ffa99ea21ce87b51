import { Fragment, type Key, type ReactNode, useState } from 'react';
import './records.css';

interface RecordTableProps<Row> {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => Key;
  /** So many rows are drawn at once, and more on request. */
  readonly pageRows: number;
  /** One `tr`. */
  readonly children: (row: Row) => ReactNode;
}

/** A long and wide table. */
export function RecordTable<Row>(props: RecordTableProps<Row>): ReactNode {
  const { label, columns, rows, pageRows, keyOf, children } = props;
  const [limit, setLimit] = useState(pageRows);
  return (
    <>
      {/* Scrolls sideways on a narrow screen, so it must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keyboard too */}
      <div className="records-scroller" tabIndex={0}>
        <table aria-label={label}>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, limit).map((row) => (
              <Fragment key={keyOf(row)}>{children(row)}</Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > limit && (
        <button type="button" className="button" onClick={() => setLimit(limit + pageRows)}>
          Show more
        </button>
      )}
    </>
  );
}
