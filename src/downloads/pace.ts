import type { Clock } from './clock.ts';
import type { RateLimit } from './speed.ts';
import { SpeedMeter } from './speed.ts';

/** How soon a changed rate limit is noticed by a connection that waits for it. */
const LIMIT_CHECK_MS = 1000;

/** Counts what arrives, and holds back who reads faster than is allowed. */
export class Pace {
  readonly #clock: Clock;
  readonly #rateLimit: RateLimit;
  readonly #meter = new SpeedMeter();

  constructor(clock: Clock, rateLimit: RateLimit) {
    this.#clock = clock;
    this.#rateLimit = rateLimit;
  }

  get bytesPerSecond(): number {
    return this.#meter.bytesPerSecond(this.#clock.nowMs());
  }

  /** Resolves when more may be read; rejects when aborted. */
  async account(bytes: number, signal: AbortSignal): Promise<void> {
    const nowMs = this.#clock.nowMs();
    this.#meter.add(bytes, nowMs);
    const place = this.#rateLimit.take(bytes, nowMs);
    for (;;) {
      const waitMs = this.#rateLimit.waitMs(place, this.#clock.nowMs());
      if (waitMs < 1) return;
      await this.#clock.sleepUntil(this.#clock.nowMs() + Math.min(waitMs, LIMIT_CHECK_MS), signal);
    }
  }
}
