import { type ReactNode, useId, useState } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import type { DecisionRecord } from '../../core/routing/decision-record.ts';
import { formatCount } from '../shared/format-figure.ts';
import { ModalSheet } from '../shared/ModalSheet.tsx';
import { saveLines } from '../shared/save-lines.ts';
import { DecisionTable } from './DecisionTable.tsx';
import { ThresholdPanel } from './ThresholdPanel.tsx';
import { type Decisions, useDecisions } from './use-decisions.ts';
import '../shared/records.css';
import './decisions.css';

interface DecisionsViewProps {
  readonly hearth: Hearth;
  readonly onClose: () => void;
}

const KINDS: readonly {
  readonly value: string;
  readonly label: string;
  readonly holds: (record: DecisionRecord) => boolean;
}[] = [
  { value: 'all', label: 'Everything', holds: () => true },
  { value: 'device', label: 'Answered on this device', holds: ({ source }) => source === 'device' },
  { value: 'cloud', label: 'Sent to the cloud', holds: ({ sentBytes }) => sentBytes > 0 },
  { value: 'asked', label: 'Asked first', holds: ({ route }) => route === 'ask' },
  { value: 'larger', label: 'Larger model here', holds: ({ route }) => route === 'switch' },
  { value: 'refused', label: 'Refused', holds: ({ route }) => route === 'refuse' },
  { value: 'wrong', label: 'Marked as wrong', holds: ({ isMarkedWrong }) => isMarkedWrong },
];

/** Every decision, why it was made and what came of it; and what another threshold would have come to. */
export function DecisionsView({ hearth, onClose }: DecisionsViewProps): ReactNode {
  const decisions = useDecisions(hearth);
  return (
    <ModalSheet title="Decisions" onClose={onClose}>
      {decisions === null ? <p className="hint">Reading…</p> : <Log hearth={hearth} decisions={decisions} />}
    </ModalSheet>
  );
}

function Log({ hearth, decisions }: { readonly hearth: Hearth; readonly decisions: Decisions }): ReactNode {
  const { routing, records } = decisions;
  const kindId = useId();
  const [kind, setKind] = useState('all');
  const holds = KINDS.find(({ value }) => value === kind)?.holds ?? (() => true);
  const shown = records.filter(holds).toReversed();
  return (
    <>
      <ThresholdPanel hearth={hearth} records={records} />
      {records.length === 0 ? (
        <p className="records-empty">
          No turn was decided yet. Each one is listed here with its reasons. Of your text the log holds a few telling
          words at most; it stays in this browser.
        </p>
      ) : (
        <>
          <div className="records-filter">
            <label htmlFor={kindId}>Show</label>
            <select id={kindId} className="field" value={kind} onChange={({ target }) => setKind(target.value)}>
              {KINDS.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
            <button type="button" className="button" onClick={() => saveLines(records, 'hearth-decisions.jsonl')}>
              Export
            </button>
          </div>
          <output className="hint">
            {formatCount(shown.length)} of {formatCount(records.length)}{' '}
            {records.length === 1 ? 'decision' : 'decisions'}
          </output>
          <DecisionTable routing={routing} records={shown} />
        </>
      )}
    </>
  );
}
