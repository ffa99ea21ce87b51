import { HearthError, errorInfo } from '../core/errors.ts';
import type { TransferState } from '../core/models/stored-model.ts';
import { Attempt } from './attempt.ts';
import type { Clock } from './clock.ts';
import { FileFinisher } from './file-finisher.ts';
import type { Hasher } from './hasher.ts';
import type { Holding } from './holding.ts';
import { Hub } from './hub.ts';
import { Mirrors } from './mirrors.ts';
import { Pace } from './pace.ts';
import { SourceChanged } from './range-request.ts';
import { resolveFiles } from './resolve-files.ts';
import { checkRoom, reserveRoom } from './room.ts';
import { Sources } from './sources.ts';
import type { RateLimit } from './speed.ts';

export interface TransferTools {
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly rateLimit: RateLimit;
  /** Base URLs, the preferred one first. */
  readonly bases: readonly string[];
  /** Something that is shown has changed. */
  readonly onChange: () => void;
}

/** Fetches what a holding lacks, until all of it is there and checked. */
export class Transfer {
  readonly #holding: Holding;
  readonly #beside: Holding | null;
  readonly #tools: TransferTools;
  readonly #signal: AbortSignal;
  readonly #mirrors: Mirrors;
  readonly #sources: Sources;
  readonly #pace: Pace;
  readonly #restarts = new Map<number, number>();
  readonly #isInherited: boolean;
  #attempt: Attempt | null = null;
  #isResolving = false;

  /** `beside`: the revision that this one will replace; files that are the same are not fetched. */
  constructor(holding: Holding, beside: Holding | null, tools: TransferTools, signal: AbortSignal) {
    this.#holding = holding;
    this.#beside = beside;
    this.#tools = tools;
    this.#signal = signal;
    this.#mirrors = new Mirrors(tools.bases, Math.random);
    this.#sources = new Sources(holding, this.#mirrors, tools.clock, tools.onChange);
    this.#pace = new Pace(tools.clock, tools.rateLimit);
    this.#isInherited = (holding.pieces?.storedBytes ?? 0) > 0;
  }

  get base(): string | null {
    return this.#sources.base;
  }

  get state(): TransferState {
    const { waiting } = this.#sources;
    if (waiting !== null && waiting.lanes >= (this.#attempt?.lanes ?? 0))
      return { type: 'waiting', error: waiting.error, retryAtMs: waiting.untilMs };
    if (this.#isResolving) return { type: 'resolving' };
    const { storedBytes, totalBytes, wholeBytes } = this.#holding.known.pieces;
    if (storedBytes === totalBytes) return { type: 'verifying', checkedBytes: wholeBytes };
    const { bytesPerSecond } = this.#pace;
    const leftMs = bytesPerSecond > 0 ? ((totalBytes - storedBytes) * 1000) / bytesPerSecond : null;
    return { type: 'downloading', bytesPerSecond, leftMs };
  }

  /**
   * `mustResolve`: what is known of the files is asked for again.
   * Rejects with `HearthError` or `SourceFailure`, and with the signal's reason when aborted.
   */
  async run(mustResolve: boolean): Promise<void> {
    if (mustResolve || this.#holding.record.files === null) await this.#resolve();
    for (let resolved = 0; ; resolved += 1) {
      await checkRoom(this.#holding);
      try {
        await this.#fetchAll();
        return;
      } catch (caught) {
        if (!(caught instanceof SourceChanged)) throw caught;
        // A model that was whole once is pinned to what it was; what is new there is an update.
        if (resolved > 0 || this.#holding.record.wasWhole)
          throw new HearthError(errorInfo('download-changed', caught.message));
        await this.#resolve();
      }
    }
  }

  async #resolve(): Promise<void> {
    this.#isResolving = true;
    this.#tools.onChange();
    const { order, revision } = this.#holding.record;
    const hub = new Hub(this.#mirrors, this.#tools.clock, this.#signal, (waiting) =>
      this.#sources.showWaiting(waiting),
    );
    const { files, commit } = await resolveFiles(hub, order, revision);
    await this.#holding.setFiles(files, commit);
    if (this.#beside !== null) await this.#holding.inherit(this.#beside);
    this.#isResolving = false;
    this.#tools.onChange();
  }

  async #fetchAll(): Promise<void> {
    const holding = this.#holding;
    const { hasher, onChange } = this.#tools;
    this.#sources.forgetRedirects();
    this.#attempt = new Attempt(
      {
        holding,
        onChange,
        sources: this.#sources,
        pace: this.#pace,
        makeFinisher: (onFailure) =>
          new FileFinisher(
            {
              holding,
              hasher,
              onChange,
              onFailure,
              isInherited: this.#isInherited,
              onWrongSource: () => this.#sources.distrust(),
            },
            this.#restarts,
          ),
      },
      this.#signal,
    );
    await holding.begin();
    try {
      await reserveRoom(holding);
      await this.#attempt.run();
    } finally {
      await holding.end();
    }
  }
}
