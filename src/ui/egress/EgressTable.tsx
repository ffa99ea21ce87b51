import { type ReactNode, useState } from 'react';
import type { EgressEntry } from '../../ports/egress-ledger.ts';
import { formatCount } from '../shared/format-figure.ts';

/** So many rows are drawn at once; a large download makes hundreds. */
const PAGE = 200;
const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

export function EgressTable({ entries }: { readonly entries: readonly EgressEntry[] }): ReactNode {
  const [limit, setLimit] = useState(PAGE);
  return (
    <>
      {/* Scrolls sideways on a narrow screen, so it must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keyboard too */}
      <div className="egress-scroller" tabIndex={0}>
        <table aria-label="Egress">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Host</th>
              <th scope="col">Bytes out</th>
              <th scope="col">Bytes in</th>
              <th scope="col">Owner</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {entries.slice(0, limit).map((entry) => (
              <tr key={entry.id} data-outcome={entry.outcome}>
                <td>
                  <time dateTime={new Date(entry.atMs).toISOString()}>{time.format(entry.atMs)}</time>
                </td>
                <th scope="row">{entry.host}</th>
                <td>{formatCount(entry.bytesOut)}</td>
                <td>{formatCount(entry.bytesIn)}</td>
                <td>{OWNER[entry.owner]}</td>
                <td>{OUTCOME[entry.outcome]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {entries.length > limit && (
        <button type="button" className="button" onClick={() => setLimit(limit + PAGE)}>
          Show more
        </button>
      )}
    </>
  );
}

const OWNER: Record<EgressEntry['owner'], string> = {
  cloud: 'Cloud',
  download: 'Model download',
  unknown: 'Unknown',
};
const OUTCOME: Record<EgressEntry['outcome'], string> = { sent: 'Sent', failed: 'Failed', refused: 'Refused' };
