import { type Quantity, estimated, measured } from '../quantity.ts';
import type { Usage } from '../stream-part.ts';

/** The figures of one answer. A rate is null where it cannot be known, never zero or a guess. */
export interface TurnMetrics {
  /** Null where the answer was stopped before there was one. */
  readonly ttftMs: Quantity | null;
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
    ttftMs: hadFirstToken(usage) ? usage.ttftMs : null,
    prefillTokensPerSecond: prefillRate(usage),
    decodeTokensPerSecond: decodeRate(usage),
    promptTokens: usage.promptTokens,
    cachedPromptTokens: usage.cachedPromptTokens,
    completionTokens: usage.completionTokens,
    totalMs: usage.totalMs,
  };
}

/** A token that only ends the answer is none of its tokens, but comes once the prompt is read. */
function hadFirstToken({ completionTokens, prefillMs }: Usage): boolean {
  return completionTokens.value > 0 || prefillMs !== null;
}

function prefillRate({ promptTokens, cachedPromptTokens, prefillMs }: Usage): Quantity | null {
  if (prefillMs === null) return null;
  return rate(promptTokens.value - cachedPromptTokens.value, prefillMs, [promptTokens, cachedPromptTokens, prefillMs]);
}

/** Browsers' timers tell no finer (HTML, high resolution time: 0.1 ms, less where the page is isolated). */
const TIMER_RESOLUTION_MS = 0.1;

/**
 * The first token is prefill's work, so n tokens are n − 1 decode steps. Steps closer than a timer can tell came in
 * one piece: that speaks of a buffer on the way, not of decoding.
 */
function decodeRate({ completionTokens, decodeMs }: Usage): Quantity | null {
  const steps = completionTokens.value - 1;
  if (decodeMs.value < steps * TIMER_RESOLUTION_MS) return null;
  return rate(steps, decodeMs, [completionTokens, decodeMs]);
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
