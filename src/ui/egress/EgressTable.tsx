import type { ReactNode } from 'react';
import type { EgressEntry } from '../../ports/egress-ledger.ts';
import { formatCount } from '../shared/format-figure.ts';
import { RecordTable } from '../shared/RecordTable.tsx';

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

const COLUMNS = ['Time', 'Host', 'Bytes out', 'Bytes in', 'Owner', 'Outcome'];

export function EgressTable({ entries }: { readonly entries: readonly EgressEntry[] }): ReactNode {
  return (
    <RecordTable label="Egress" columns={COLUMNS} rows={entries} keyOf={({ id }) => id} pageRows={200}>
      {(entry) => (
        <tr data-outcome={entry.outcome}>
          <td>
            <time dateTime={new Date(entry.atMs).toISOString()}>{time.format(entry.atMs)}</time>
          </td>
          <th scope="row">{entry.host}</th>
          <td>{formatCount(entry.bytesOut)}</td>
          <td>{formatCount(entry.bytesIn)}</td>
          <td>{OWNER[entry.owner]}</td>
          <td>{OUTCOME[entry.outcome]}</td>
        </tr>
      )}
    </RecordTable>
  );
}

const OWNER: Record<EgressEntry['owner'], string> = {
  cloud: 'Cloud',
  download: 'Model download',
  unknown: 'Unknown',
};
const OUTCOME: Record<EgressEntry['outcome'], string> = { sent: 'Sent', failed: 'Failed', refused: 'Refused' };
