import type { Answer, AnswerEnd, Turn } from '../chat/conversation.ts';
import type { TurnId } from '../ids.ts';
import type { Quantity } from '../quantity.ts';
import type { AnswerSource, Backend } from '../stream-part.ts';
import { percentile } from './percentile.ts';
import { type TurnMetrics, turnMetrics } from './turn-metrics.ts';

/** One answer of a conversation and its figures; null where it never came to an end. */
export interface HistoryEntry {
  readonly turnId: TurnId;
  /** From 1, in the order of the conversation. */
  readonly turnNumber: number;
  readonly source: AnswerSource;
  readonly backend: Backend;
  readonly modelId: string;
  readonly end: AnswerEnd['type'];
  readonly metrics: TurnMetrics | null;
}

export type MetricName = 'ttftMs' | 'prefillTokensPerSecond' | 'decodeTokensPerSecond' | 'completionTokens' | 'totalMs';

/** Every answer, oldest first; of one turn, the device's before the cloud's. */
export function answerHistory(turns: readonly Turn[]): readonly HistoryEntry[] {
  return turns.flatMap((turn, index) =>
    [turn.device, turn.cloud]
      .filter((answer) => answer !== null)
      .map((answer) => historyEntry(turn.id, index + 1, answer)),
  );
}

function historyEntry(turnId: TurnId, turnNumber: number, answer: Answer): HistoryEntry {
  return {
    turnId,
    turnNumber,
    source: answer.source,
    backend: answer.backend,
    modelId: answer.modelId,
    end: answer.end.type,
    metrics: answer.end.type === 'ended' ? turnMetrics(answer.end.usage) : null,
  };
}

/** Percentile of one figure over the answers of one source; estimated if any of them is. */
export function historyPercentile(
  history: readonly HistoryEntry[],
  source: AnswerSource,
  metric: MetricName,
  fraction: number,
): Quantity | null {
  const known = history
    .filter((entry) => entry.source === source)
    .map((entry) => entry.metrics?.[metric] ?? null)
    .filter((quantity) => quantity !== null);
  const value = percentile(
    known.map((quantity) => quantity.value),
    fraction,
  );
  if (value === null) return null;
  return {
    value,
    basis: known.every(({ basis }) => basis === 'measured') ? 'measured' : 'estimated',
  };
}
