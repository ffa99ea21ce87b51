const SPOKEN = /\btry again in (\d+(?:\.\d+)?)\s*(ms|s|m)\b/i;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/**
 * How long an endpoint asks to wait, in ms: `Retry-After` in seconds or as an HTTP date (RFC 9110 §10.2.3).
 * Across origins the header can be read only where the server exposes it, so the message that OpenAI's
 * servers send with it ("Please try again in 1.2s") is the second source. Undefined when neither says.
 */
export function retryAfterMs(header: string | null, message: string | undefined, nowMs: number): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1000);
  const dateMs = Date.parse(value);
  if (!Number.isNaN(dateMs)) return Math.max(0, dateMs - nowMs);
  const [, amount, unit = ''] = SPOKEN.exec(message ?? '') ?? [];
  const unitMs = UNIT_MS[unit.toLowerCase()];
  return amount === undefined || unitMs === undefined ? undefined : Math.round(Number(amount) * unitMs);
}
