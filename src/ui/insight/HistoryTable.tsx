import { type ReactNode, useId } from 'react';
import type { HistoryEntry, MetricName } from '../../core/metrics/answer-history.ts';
import { historyPercentile } from '../../core/metrics/answer-history.ts';
import type { AnswerSource } from '../../core/stream-part.ts';
import { backendName } from '../models/backend-name.ts';
import { Figure } from '../shared/Figure.tsx';
import { formatCount, formatRate, formatSeconds } from '../shared/format-figure.ts';
import { SeriesMark } from './SeriesMark.tsx';

interface Column {
  readonly metric: MetricName;
  readonly title: string;
  /** For a screen reader, where the title is short for want of room. */
  readonly spoken?: string;
  readonly unit: 's' | 'tok/s' | null;
  readonly format: (value: number) => string;
}

const COLUMNS: readonly Column[] = [
  { metric: 'ttftMs', title: 'TTFT', spoken: 'Time to first token', unit: 's', format: formatSeconds },
  { metric: 'prefillTokensPerSecond', title: 'Prefill', unit: 'tok/s', format: formatRate },
  { metric: 'decodeTokensPerSecond', title: 'Decode', unit: 'tok/s', format: formatRate },
  { metric: 'completionTokens', title: 'Tokens', unit: null, format: formatCount },
  { metric: 'totalMs', title: 'Total', unit: 's', format: formatSeconds },
];

const PERCENTILES = [
  { name: 'Median', fraction: 0.5 },
  { name: 'p95', fraction: 0.95 },
] as const;

/** Every answer of the conversation, device and cloud under each other, with median and 95th percentile of each. */
export function HistoryTable({ history }: { readonly history: readonly HistoryEntry[] }): ReactNode {
  const titleId = useId();
  if (history.length === 0) return null;
  const sources = (['device', 'cloud'] as const).filter((source) => history.some((entry) => entry.source === source));
  return (
    <section className="insight-section" aria-labelledby={titleId}>
      <h3 id={titleId}>Answers</h3>
      {/* Scrolls sideways on a narrow screen, so it must be reachable with the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keyboard too */}
      <div className="history" tabIndex={0}>
        <table aria-labelledby={titleId}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Turn</span>
                <span aria-hidden="true">#</span>
              </th>
              <th scope="col" className="history-source">
                Source
              </th>
              {COLUMNS.map((column) => (
                <th key={column.metric} scope="col" title={column.spoken}>
                  <ColumnTitle column={column} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {history.map((entry) => (
              <HistoryRow key={`${entry.turnId} ${entry.source}`} entry={entry} />
            ))}
          </tbody>
          {sources.map((source) => (
            <tbody key={source} className="history-summary">
              {PERCENTILES.map(({ name, fraction }) => (
                <tr key={name}>
                  <th scope="row" colSpan={2}>
                    <SeriesMark source={source} /> {name}
                    <span className="visually-hidden">{` ${sourceName(source)}`}</span>
                  </th>
                  {COLUMNS.map(({ metric, format }) => (
                    <td key={metric}>
                      <Figure quantity={historyPercentile(history, source, metric, fraction)} format={format} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}

function ColumnTitle({ column }: { readonly column: Column }): ReactNode {
  const { title, spoken, unit } = column;
  return (
    <>
      {spoken === undefined ? (
        title
      ) : (
        <>
          <span aria-hidden="true">{title}</span>
          <span className="visually-hidden">{spoken}</span>
        </>
      )}
      {unit !== null && <small> {unit}</small>}
    </>
  );
}

function HistoryRow({ entry }: { readonly entry: HistoryEntry }): ReactNode {
  const { turnNumber, source, backend, modelId, end, metrics } = entry;
  return (
    <tr>
      <th scope="row">{turnNumber}</th>
      <td title={modelId} className="history-source">
        <SeriesMark source={source} /> {backendName(backend)}
      </td>
      {metrics === null ? (
        <td colSpan={COLUMNS.length} className="history-no-end">
          {end === 'failed' ? 'failed' : 'interrupted'}
        </td>
      ) : (
        COLUMNS.map(({ metric, format }) => (
          <td key={metric}>
            <Figure quantity={metrics[metric]} format={format} />
          </td>
        ))
      )}
    </tr>
  );
}

function sourceName(source: AnswerSource): string {
  return source === 'device' ? 'on device' : 'cloud';
}
