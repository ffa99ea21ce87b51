import type { ReactNode } from 'react';
import type { AnswerSource } from '../../core/stream-part.ts';
import { sparseLabels, ticksFromZero } from './chart-scale.ts';
import { SeriesSymbol } from './SeriesMark.tsx';
import { useWidth } from './use-width.ts';

export interface Point {
  readonly turnNumber: number;
  readonly source: AnswerSource;
  readonly value: number;
}

export const SOURCES = ['device', 'cloud'] as const;
export const SOURCE_NAMES: Record<AnswerSource, string> = { device: 'On device', cloud: 'Cloud' };

/** Until the layout has given one. */
const FIRST_WIDTH = 320;
const HEIGHT = 150;
const LEFT = 44;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 22;

interface AnswerPlotProps {
  readonly points: readonly Point[];
  readonly title: string;
  readonly format: (value: number) => string;
}

/** Drawn at the width it gets, so that its labels stay the size of text. */
export function AnswerPlot({ points, title, format }: AnswerPlotProps): ReactNode {
  const [frame, width] = useWidth<HTMLDivElement>(FIRST_WIDTH);
  const lastTurn = Math.max(...points.map(({ turnNumber }) => turnNumber));
  const ticks = ticksFromZero(Math.max(...points.map(({ value }) => value)));
  const top = ticks.at(-1) ?? 1;
  const x = (turnNumber: number) =>
    lastTurn === 1
      ? (LEFT + width - RIGHT) / 2
      : LEFT + 8 + ((turnNumber - 1) / (lastTurn - 1)) * (width - RIGHT - LEFT - 16);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  return (
    <div ref={frame}>
      <svg
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={describe(points, title, format)}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="chart-grid" x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
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
    </div>
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
