import { type ReactNode, useId, useState } from 'react';
import type { HistoryEntry } from '../../core/metrics/answer-history.ts';
import { formatDuration, formatRate } from '../shared/format-figure.ts';
import { AnswerPlot, type Point, SOURCE_NAMES, SOURCES } from './AnswerPlot.tsx';
import { SeriesMark } from './SeriesMark.tsx';

const CHARTS = {
  decodeTokensPerSecond: { label: 'Decode', title: 'Decoded tokens a second', format: formatRate },
  ttftMs: { label: 'First token', title: 'Time to first token', format: formatDuration },
} as const;

type ChartMetric = keyof typeof CHARTS;

const METRICS = ['decodeTokensPerSecond', 'ttftMs'] as const;

/** One figure over the turns of the conversation; the table under it holds the same data. */
export function AnswerChart({ history }: { readonly history: readonly HistoryEntry[] }): ReactNode {
  const titleId = useId();
  const [metric, setMetric] = useState<ChartMetric>('decodeTokensPerSecond');
  const points = pointsOf(history, metric);
  return (
    <section className="insight-section" aria-labelledby={titleId}>
      <div className="insight-title">
        <h3 id={titleId}>This conversation</h3>
        {history.length > 0 && <MetricChoice metric={metric} onChange={setMetric} />}
      </div>
      {points.length === 0 ? (
        <p className="hint chart-empty">
          {history.length === 0 ? 'The figures of each answer are drawn here.' : 'No answer has this figure yet.'}
        </p>
      ) : (
        <figure className="chart">
          <AnswerPlot points={points} title={CHARTS[metric].title} format={CHARTS[metric].format} />
          <figcaption>
            <span>{CHARTS[metric].title}</span>
            {SOURCES.filter((source) => points.some((point) => point.source === source)).map((source) => (
              <span key={source} className="chart-key">
                <SeriesMark source={source} /> {SOURCE_NAMES[source]}
              </span>
            ))}
          </figcaption>
        </figure>
      )}
    </section>
  );
}

interface MetricChoiceProps {
  readonly metric: ChartMetric;
  readonly onChange: (metric: ChartMetric) => void;
}

function MetricChoice({ metric, onChange }: MetricChoiceProps): ReactNode {
  const group = useId();
  return (
    <div role="radiogroup" aria-label="Figure in the chart" className="segmented">
      {METRICS.map((candidate) => (
        <label key={candidate}>
          <input type="radio" name={group} checked={candidate === metric} onChange={() => onChange(candidate)} />
          {CHARTS[candidate].label}
        </label>
      ))}
    </div>
  );
}

function pointsOf(history: readonly HistoryEntry[], metric: ChartMetric): readonly Point[] {
  return history.flatMap(({ turnNumber, source, metrics }) => {
    const value = metrics?.[metric]?.value;
    return value === undefined ? [] : [{ turnNumber, source, value }];
  });
}
