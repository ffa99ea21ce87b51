import { type ReactNode, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { answerHistory } from '../../core/metrics/answer-history.ts';
import { AnswerChart } from './AnswerChart.tsx';
import { HistoryTable } from './HistoryTable.tsx';
import { Memory } from './Memory.tsx';
import './insight.css';

/** What is held in memory now, and how fast the answers of the open conversation came. */
export function InsightPanel({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const turns = useStore(hearth.state, (state) => state.current?.turns);
  const history = useMemo(() => answerHistory(turns ?? []), [turns]);
  return (
    <div className="insight-panel">
      <Memory hearth={hearth} />
      <AnswerChart history={history} />
      <HistoryTable history={history} />
    </div>
  );
}
