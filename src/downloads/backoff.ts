const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/**
 * How long to wait before the next try, in ms: doubling from 1 s to a minute, of which a random half is taken off, so
 * that many clients do not return as one. Never less than the server asks for.
 */
export function backoffMs(failures: number, retryAfterMs: number | undefined, random: () => number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  const ownMs = longest * (0.5 + random() / 2);
  return Math.round(retryAfterMs === undefined ? ownMs : retryAfterMs + Math.min(ownMs, 1000) * random());
}

/** `Retry-After` in ms: seconds or an HTTP date (RFC 9110 §10.2.3); undefined where there is none. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
