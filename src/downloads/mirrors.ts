import type { ErrorInfo } from '../core/errors.ts';
import { backoffMs } from './backoff.ts';
import type { SourceFailure } from './failure.ts';

interface Mirror {
  readonly base: string;
  failures: number;
  notBeforeMs: number;
  refused: ErrorInfo | null;
  lastError: ErrorInfo | null;
  hasAnswered: boolean;
  isDistrusted: boolean;
}

export type Pick =
  | { readonly type: 'go'; readonly base: string }
  | { readonly type: 'wait'; readonly untilMs: number; readonly error: ErrorInfo }
  | { readonly type: 'refused'; readonly error: ErrorInfo };

/** Bases with the same files, the preferred one first. Which to ask now, or how long to wait. */
export class Mirrors {
  readonly #mirrors: readonly Mirror[];
  readonly #random: () => number;

  constructor(bases: readonly string[], random: () => number) {
    this.#random = random;
    this.#mirrors = [...new Set(bases)].map((base) => ({
      base,
      failures: 0,
      notBeforeMs: 0,
      refused: null,
      lastError: null,
      hasAnswered: false,
      isDistrusted: false,
    }));
  }

  pick(nowMs: number): Pick {
    const refused = this.#mirrors.find((mirror) => mirror.refused !== null)?.refused ?? null;
    const left = this.#mirrors.filter((mirror) => mirror.refused === null);
    // One has said no and the others have never been there: waiting for them would hide that no.
    const isHopeless = left.every(
      ({ hasAnswered, lastError }) => !hasAnswered && lastError?.code === 'hub-unreachable',
    );
    if (refused !== null && isHopeless) return { type: 'refused', error: refused };
    const ready = left.filter(({ notBeforeMs }) => notBeforeMs <= nowMs);
    const go = ready.find(({ isDistrusted }) => !isDistrusted) ?? ready[0];
    if (go !== undefined) return { type: 'go', base: go.base };
    const soonest = left.reduce((a, b) => (b.notBeforeMs < a.notBeforeMs ? b : a));
    // What the preferred one said is what the user can do something about.
    const error = left[0]?.lastError ?? { code: 'hub-unreachable' };
    return { type: 'wait', untilMs: soonest.notBeforeMs, error };
  }

  succeeded(base: string): void {
    const mirror = this.#find(base);
    if (mirror === undefined) return;
    mirror.failures = 0;
    mirror.notBeforeMs = 0;
    mirror.hasAnswered = true;
  }

  failed(base: string, { info, fate }: SourceFailure, nowMs: number): void {
    const mirror = this.#find(base);
    if (mirror === undefined) return;
    if (info.httpStatus !== undefined) mirror.hasAnswered = true;
    mirror.lastError = info;
    if (fate === 'refused') {
      mirror.refused = info;
      return;
    }
    // Connections that fail together count once.
    if (mirror.notBeforeMs > nowMs) return;
    mirror.failures += 1;
    mirror.notBeforeMs = nowMs + backoffMs(mirror.failures, info.retryAfterMs, this.#random);
  }

  /** What came from there was wrong: the others are asked first from now on. */
  distrust(base: string): void {
    const mirror = this.#find(base);
    if (mirror !== undefined) mirror.isDistrusted = true;
  }

  /** The network is back: no need to wait for what failed without it. What a server asked for still holds. */
  retryNow(): void {
    for (const mirror of this.#mirrors) if (mirror.lastError?.retryAfterMs === undefined) mirror.notBeforeMs = 0;
  }

  #find(base: string): Mirror | undefined {
    return this.#mirrors.find((mirror) => mirror.base === base);
  }
}
