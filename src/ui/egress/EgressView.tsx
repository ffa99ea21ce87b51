import { type ReactNode, useId, useState } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import { errorText } from '../../core/error-text.ts';
import type { EgressEntry } from '../../ports/egress-ledger.ts';
import { formatCount } from '../shared/format-figure.ts';
import { ModalSheet } from '../shared/ModalSheet.tsx';
import { EgressTable } from './EgressTable.tsx';
import { bytesLeft, leftText } from './left-text.ts';
import { exportEntries } from './export-entries.ts';
import { isRead, useLedger } from './use-ledger.ts';
import '../shared/records.css';
import './egress.css';

interface EgressViewProps {
  readonly hearth: Hearth;
  readonly onClose: () => void;
}

const KINDS = [
  { value: 'all', label: 'Everything' },
  { value: 'cloud', label: 'Cloud' },
  { value: 'download', label: 'Model downloads' },
  { value: 'refused', label: 'Refused' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

/** All that ever left this device, and what was kept from leaving. */
export function EgressView({ hearth, onClose }: EgressViewProps): ReactNode {
  const state = useLedger(hearth);
  return (
    <ModalSheet title="Egress" onClose={onClose}>
      {state === null ? <p className="hint">Reading…</p> : isRead(state) ? <Entries entries={state} /> : null}
      {state !== null && !isRead(state) && <p className="error-text">{errorText(state.error).message}</p>}
    </ModalSheet>
  );
}

function Entries({ entries }: { readonly entries: readonly EgressEntry[] }): ReactNode {
  const kindId = useId();
  const [kind, setKind] = useState<Kind>('all');
  const [host, setHost] = useState('');
  if (entries.length === 0) {
    return (
      <p className="records-empty">
        Nothing ever left this device, and nothing tried to. Every request to another site is listed here, from before
        it leaves.
      </p>
    );
  }
  const shown = entries.filter((entry) => isOfKind(entry, kind) && entry.host.includes(host.trim().toLowerCase()));
  return (
    <>
      <p>
        <strong>{leftText(bytesLeft(entries))}</strong> in all.
      </p>
      <p className="hint">
        Every request to another site, written down before it leaves. Bytes out are those of its body: a model download
        has none. What was refused sent nothing. The list stays in this browser.
      </p>
      <div className="records-filter egress-filter">
        <label htmlFor={kindId}>Show</label>
        <select
          id={kindId}
          className="field"
          value={kind}
          onChange={({ target }) => setKind(KINDS.find(({ value }) => value === target.value)?.value ?? 'all')}
        >
          {KINDS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <label>
          Host
          <input
            className="field"
            type="search"
            autoComplete="off"
            spellCheck={false}
            value={host}
            onChange={({ target }) => setHost(target.value)}
          />
        </label>
        <button type="button" className="button" onClick={() => exportEntries(entries)}>
          Export
        </button>
      </div>
      <p className="hint">
        {formatCount(shown.length)} of {formatCount(entries.length)} {entries.length === 1 ? 'request' : 'requests'}
      </p>
      <EgressTable entries={shown} />
    </>
  );
}

function isOfKind({ owner, outcome }: EgressEntry, kind: Kind): boolean {
  if (kind === 'all') return true;
  return kind === 'refused' ? outcome === 'refused' : owner === kind && outcome !== 'refused';
}
