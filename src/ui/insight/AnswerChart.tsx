import { type ReactNode, useId, useState } from 'react';
import type { HistoryEntry } from '../../core/metrics/answer-history.ts';
import type { AnswerSource } from '../../core/stream-part.ts';
import { formatDuration, formatRate } from '../shared/format-figure.ts';
import { sparseLabels, ticksFromZero } from './chart-scale.ts';
import { SeriesMark, SeriesSymbol } from './SeriesMark.tsx';

const CHARTS = {
  decodeTokensPerSecond: { label: 'Decode', title: 'Decoded tokens a second', format: formatRate },
  ttftMs: { label: 'First token', title: 'Time to first token', format: formatDuration },
} as const;

type ChartMetric = keyof typeof CHARTS;

interface Point {
  readonly turnNumber: number;
  readonly source: AnswerSource;
  readonly value: number;
}

const METRICS = ['decodeTokensPerSecond', 'ttftMs'] as const;
const SOURCES = ['device', 'cloud'] as const;
const SOURCE_NAMES: Record<AnswerSource, string> = { device: 'On device', cloud: 'Cloud' };

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
          <Plot points={points} metric={metric} />
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

const WIDTH = 320;
const HEIGHT = 150;
const LEFT = 44;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 22;

function Plot({ points, metric }: { readonly points: readonly Point[]; readonly metric: ChartMetric }): ReactNode {
  const { title, format } = CHARTS[metric];
  const lastTurn = Math.max(...points.map(({ turnNumber }) => turnNumber));
  const ticks = ticksFromZero(Math.max(...points.map(({ value }) => value)));
  const top = ticks.at(-1) ?? 1;
  const x = (turnNumber: number) =>
    lastTurn === 1
      ? (LEFT + WIDTH - RIGHT) / 2
      : LEFT + 8 + ((turnNumber - 1) / (lastTurn - 1)) * (WIDTH - RIGHT - LEFT - 16);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={describe(points, title, format)}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="chart-grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text className="chart-label" x={LEFT - 6} y={y(tick)} dy="0.35em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {sparseLabels(lastTurn, 10).map((turnNumber) => (
        <text key={turnNumber} className="chart-label" x={x(turnNumber)} y={HEIGHT - 6} textAnchor="middle">
          {turnNumber}
        </text>
      ))}
      {SOURCES.map((source) => (
        <Series key={source} source={source} points={points} x={x} y={y} format={format} />
      ))}
    </svg>
  );
}

interface SeriesProps {
  readonly source: AnswerSource;
  readonly points: readonly Point[];
  readonly x: (turnNumber: number) => number;
  readonly y: (value: number) => number;
  readonly format: (value: number) => string;
}

function Series({ source, points, x, y, format }: SeriesProps): ReactNode {
  const own = points.filter((point) => point.source === source);
  return (
    <g>
      <polyline
        className={`chart-line series-${source}-line`}
        points={own.map(({ turnNumber, value }) => `${x(turnNumber)},${y(value)}`).join(' ')}
      />
      {own.map(({ turnNumber, value }) => (
        <g key={turnNumber} transform={`translate(${x(turnNumber)} ${y(value)})`}>
          <title>{`Turn ${turnNumber}, ${SOURCE_NAMES[source].toLowerCase()}: ${format(value)}`}</title>
          <SeriesSymbol source={source} />
        </g>
      ))}
    </g>
  );
}

/** The chart in a sentence: what, per source how many turns and between which values. */
function describe(points: readonly Point[], title: string, format: (value: number) => string): string {
  const parts = SOURCES.flatMap((source) => {
    const values = points.filter((point) => point.source === source).map(({ value }) => value);
    if (values.length === 0) return [];
    const turns = values.length === 1 ? '1 turn' : `${values.length} turns`;
    return [`${SOURCE_NAMES[source]}: ${turns}, ${format(Math.min(...values))} to ${format(Math.max(...values))}`];
  });
  return `Chart of ${title.toLowerCase()} by turn. ${parts.join('. ')}. The table Answers has the values.`;
}
