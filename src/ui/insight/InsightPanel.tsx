import { type ReactNode, type RefObject, useEffect, useId, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { answerHistory } from '../../core/metrics/answer-history.ts';
import { CloseButton, ModalSheet } from '../shared/ModalSheet.tsx';
import { AnswerChart } from './AnswerChart.tsx';
import { HistoryTable } from './HistoryTable.tsx';
import { Memory } from './Memory.tsx';
import { useMediaQuery } from './use-media-query.ts';
import './insight.css';

interface InsightPanelProps {
  readonly hearth: Hearth;
  readonly onClose: () => void;
}

/** Beside the chat where there is room, so that figures can be watched while an answer comes; else a sheet. */
export function InsightPanel({ hearth, onClose }: InsightPanelProps): ReactNode {
  const beside = useMediaQuery('(width > 64rem)');
  if (beside) return <SidePanel hearth={hearth} onClose={onClose} />;
  return (
    <ModalSheet title="Insight" onClose={onClose}>
      <InsightContent hearth={hearth} />
    </ModalSheet>
  );
}

function SidePanel({ hearth, onClose }: InsightPanelProps): ReactNode {
  const titleId = useId();
  const panel = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEscape(panel, onClose);
  useEffect(() => {
    const before = document.activeElement;
    title.current?.focus();
    return () => {
      // Only if the focus went down with the panel: elsewhere it is where the user put it.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <aside ref={panel} className="insight-panel" aria-labelledby={titleId}>
      <header className="insight-header">
        <h2 ref={title} id={titleId} tabIndex={-1}>
          Insight
        </h2>
        <CloseButton onClose={onClose} />
      </header>
      <InsightContent hearth={hearth} />
    </aside>
  );
}

function InsightContent({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const turns = useStore(hearth.state, (state) => state.current?.turns);
  const history = useMemo(() => answerHistory(turns ?? []), [turns]);
  return (
    <div className="insight-content">
      <Memory hearth={hearth} />
      <AnswerChart history={history} />
      <HistoryTable history={history} />
    </div>
  );
}

/** Escape closes the panel while the focus is in it; elsewhere it stops the answer. */
function useEscape(panel: RefObject<HTMLElement | null>, onClose: () => void): void {
  useEffect(() => {
    const element = panel.current;
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      onClose();
    };
    element?.addEventListener('keydown', closeOnEscape);
    return () => element?.removeEventListener('keydown', closeOnEscape);
  }, [panel, onClose]);
}
