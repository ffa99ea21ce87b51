import { HUB_URL } from '../core/models/source.ts';
import type { Clock } from './clock.ts';
import { SourceFailure } from './failure.ts';
import { Hub } from './hub.ts';
import { Mirrors } from './mirrors.ts';

/** Whom to ask: the mirror of the settings first, the public hub otherwise. */
export class HubChoice {
  readonly #clock: Clock;
  #mirror: string | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Base URLs, the preferred one first. */
  get bases(): readonly string[] {
    return this.#mirror === null ? [HUB_URL] : [this.#mirror, HUB_URL];
  }

  get preferred(): string {
    return this.#mirror ?? HUB_URL;
  }

  /** True if it is another one than before. */
  setMirror(url: string | null): boolean {
    const base = url?.replace(/\/+$/, '') ?? null;
    const isOther = base !== this.#mirror;
    this.#mirror = base;
    return isOther;
  }

  /** For a person who waits: what is not there is said rather than waited for. */
  impatientHub(): Hub {
    const patience = new AbortController();
    return new Hub(new Mirrors(this.bases, Math.random), this.#clock, patience.signal, (waiting) => {
      if (waiting !== null) patience.abort(new SourceFailure(waiting.error, 'refused'));
    });
  }
}
