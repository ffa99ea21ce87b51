import type { Clock } from './clock.ts';
import { completeEntry } from './entries.ts';
import type { Hasher } from './hasher.ts';
import type { HubChoice } from './hub-choice.ts';
import { infoOf } from './outcome.ts';
import { RateLimit } from './speed.ts';
import type { Entry } from './stored-view.ts';
import { Transfer } from './transfer.ts';

/** How often a running download is shown at least. */
const TICK_MS = 1000;

export interface QueueTools {
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly hubs: HubChoice;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly onChange: () => void;
}

/** One model is downloaded at a time; the others wait in the order they were asked for. */
export class DownloadQueue {
  readonly #tools: QueueTools;
  readonly #rateLimit = new RateLimit();
  #active: Entry | null = null;
  #isOpen = false;

  constructor(tools: QueueTools) {
    this.#tools = tools;
  }

  set maxBytesPerSecond(limit: number | null) {
    this.#rateLimit.maxBytesPerSecond = limit;
  }

  isActive(entry: Entry): boolean {
    return entry === this.#active;
  }

  /** Nobody is asked before it is known whom to ask: until then it only collects. */
  open(): void {
    this.#isOpen = true;
    this.pump();
  }

  /** Begins with the next one, if none runs. To be called whenever a model's phase has changed. */
  pump(): void {
    this.#tools.onChange();
    if (this.#active !== null || !this.#isOpen) return;
    const next = [...this.#tools.entries.values()]
      .filter(({ held, next: beside }) => (beside ?? held).record.phase === 'run')
      .toSorted((a, b) => (a.next ?? a.held).record.addedMs - (b.next ?? b.held).record.addedMs)[0];
    if (next === undefined) return;
    this.#active = next;
    const abort = new AbortController();
    next.abort = abort;
    next.running = this.#run(next, abort.signal).finally(() => {
      next.transfer = null;
      next.abort = null;
      next.running = null;
      this.#active = null;
      this.pump();
    });
  }

  /** Stops its transfer, if it is the one that runs. */
  async halt(entry: Entry): Promise<void> {
    entry.abort?.abort(new DOMException('stopped', 'AbortError'));
    await entry.running;
  }

  async haltActive(): Promise<void> {
    if (this.#active !== null) await this.halt(this.#active);
  }

  async #run(entry: Entry, signal: AbortSignal): Promise<void> {
    const work = entry.next ?? entry.held;
    const { hasher, clock, hubs, onChange } = this.#tools;
    const beside = entry.next === null ? null : entry.held;
    const tools = { hasher, clock, onChange, rateLimit: this.#rateLimit, bases: hubs.bases };
    const transfer = new Transfer(work, beside, tools, signal);
    entry.transfer = transfer;
    // A rate that falls because nothing comes is seen by no other event.
    const ticking = setInterval(onChange, TICK_MS);
    try {
      await transfer.run(entry.mustResolve);
      entry.mustResolve = false;
      await completeEntry(entry, transfer.base);
    } catch (caught) {
      // Whoever stopped it has also written down why.
      if (signal.aborted) return;
      // In memory it is noted even where the disk is too full to write it down.
      await work.update({ phase: 'failed', error: infoOf(caught) }).catch((full: unknown) => infoOf(full));
    } finally {
      clearInterval(ticking);
    }
  }
}
