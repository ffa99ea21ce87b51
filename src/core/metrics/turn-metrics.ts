import { type Quantity, estimated, measured } from '../quantity.ts';
import type { Usage } from '../stream-part.ts';

/** The figures of one answer. A rate is null where it cannot be known, never zero or a guess. */
export interface TurnMetrics {
  readonly ttftMs: Quantity;
  /** Prompt tokens that were computed (not those found in the KV cache) a second of prompt time. */
  readonly prefillTokensPerSecond: Quantity | null;
  /** Tokens after the first, a second between the first and the last. */
  readonly decodeTokensPerSecond: Quantity | null;
  readonly promptTokens: Quantity;
  readonly cachedPromptTokens: Quantity;
  readonly completionTokens: Quantity;
  readonly totalMs: Quantity;
}

export function turnMetrics(usage: Usage): TurnMetrics {
  return {
    ttftMs: usage.ttftMs,
    prefillTokensPerSecond: prefillRate(usage),
    decodeTokensPerSecond: decodeRate(usage),
    promptTokens: usage.promptTokens,
    cachedPromptTokens: usage.cachedPromptTokens,
    completionTokens: usage.completionTokens,
    totalMs: usage.totalMs,
  };
}

function prefillRate({ promptTokens, cachedPromptTokens, prefillMs }: Usage): Quantity | null {
  if (prefillMs === null) return null;
  return rate(promptTokens.value - cachedPromptTokens.value, prefillMs, [promptTokens, cachedPromptTokens, prefillMs]);
}

/** The first token is prefill's work, so n tokens are n − 1 decode steps. */
function decodeRate({ completionTokens, decodeMs }: Usage): Quantity | null {
  return rate(completionTokens.value - 1, decodeMs, [completionTokens, decodeMs]);
}

function rate(tokens: number, duration: Quantity, basis: readonly Quantity[]): Quantity | null {
  if (tokens <= 0 || duration.value <= 0) return null;
  return derived((tokens * 1000) / duration.value, basis);
}

/** A figure is measured only if all that it was computed from was. */
function derived(value: number, from: readonly Quantity[]): Quantity {
  return from.every((quantity) => quantity.basis === 'measured') ? measured(value) : estimated(value);
}

/** The sum of what is known; null when nothing is. */
export function sumOfKnown(quantities: readonly (Quantity | null)[]): Quantity | null {
  const known = quantities.filter((quantity) => quantity !== null);
  if (known.length === 0) return null;
  return derived(
    known.reduce((sum, { value }) => sum + value, 0),
    known,
  );
}
