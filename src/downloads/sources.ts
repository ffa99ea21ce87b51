import type { ErrorInfo } from '../core/errors.ts';
import type { Clock } from './clock.ts';
import { SourceFailure } from './failure.ts';
import type { Holding } from './holding.ts';
import { hubAddress } from './hub-address.ts';
import type { Mirrors } from './mirrors.ts';
import type { RangeAnswer } from './range-request.ts';
import { requestRange } from './range-request.ts';

export interface Waiting {
  readonly error: ErrorInfo;
  readonly untilMs: number;
  /** Connections that wait. */
  lanes: number;
}

/** Where a model's files are asked for: the mirror whose turn it is, and where its redirects led. */
export class Sources {
  readonly #holding: Holding;
  readonly #mirrors: Mirrors;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  /** Per file: where the hub's redirect led last time. It need not be asked again for each part. */
  readonly #direct = new Map<number, string>();
  #base: string | null = null;
  #waiting: Waiting | null = null;

  constructor(holding: Holding, mirrors: Mirrors, clock: Clock, onChange: () => void) {
    this.#holding = holding;
    this.#mirrors = mirrors;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Base URL that was asked last. */
  get base(): string | null {
    return this.#base;
  }

  get waiting(): Waiting | null {
    return this.#waiting;
  }

  /** The hub itself is waited for, before there are any connections. Null: it answers again. */
  showWaiting(waiting: Omit<Waiting, 'lanes'> | null): void {
    this.#waiting = waiting === null ? null : { error: waiting.error, untilMs: waiting.untilMs, lanes: 0 };
    this.#onChange();
  }

  /** The mirror to ask now; waits where all of them want to be waited for. Rejects with `SourceFailure`. */
  async next(signal: AbortSignal): Promise<string> {
    for (;;) {
      const pick = this.#mirrors.pick(this.#clock.nowMs());
      if (pick.type === 'refused') throw new SourceFailure(pick.error, 'refused');
      if (pick.type === 'go') {
        if (this.#base !== pick.base) this.forgetRedirects();
        this.#base = pick.base;
        return pick.base;
      }
      this.#waiting = { error: pick.error, untilMs: pick.untilMs, lanes: (this.#waiting?.lanes ?? 0) + 1 };
      this.#onChange();
      try {
        if (await this.#clock.sleepUntil(pick.untilMs, signal)) this.#mirrors.retryNow();
      } finally {
        if (this.#waiting !== null) this.#waiting.lanes -= 1;
        if (this.#waiting?.lanes === 0) this.#waiting = null;
        this.#onChange();
      }
    }
  }

  /** Asks for bytes `from` up to before `to` of a file. */
  async request(file: number, base: string, from: number, to: number, signal: AbortSignal): Promise<RangeAnswer> {
    const { bytes, path, url } = this.#holding.file(file);
    const { order, revision } = this.#holding.record;
    const address = url ?? hubAddress.file(base, { repo: order.source.repo, revision }, path);
    const direct = this.#direct.get(file);
    const range = [from, to, bytes] as const;
    if (direct !== undefined) {
      try {
        return await requestRange(direct, range, this.#clock, signal);
      } catch (caught) {
        signal.throwIfAborted();
        // Such addresses expire, and hosts go: what no longer answers is asked for where it was found.
        this.#direct.delete(file);
        if (!(caught instanceof SourceFailure) || caught.info.code === 'hub-busy') throw caught;
      }
    }
    const answer = await requestRange(address, range, this.#clock, signal);
    if (answer.redirectedTo !== null && base === this.#base) this.#direct.set(file, answer.redirectedTo);
    return answer;
  }

  succeeded(base: string): void {
    this.#mirrors.succeeded(base);
  }

  failed(base: string, failure: SourceFailure): void {
    this.#mirrors.failed(base, failure, this.#clock.nowMs());
  }

  /** What it gave was wrong: another is asked first, if there is one. */
  distrust(): void {
    if (this.#base !== null) this.#mirrors.distrust(this.#base);
    this.forgetRedirects();
  }

  forgetRedirects(): void {
    this.#direct.clear();
  }
}
