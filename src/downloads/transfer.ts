import type { ErrorInfo } from '../core/errors.ts';
import { HearthError, errorInfo } from '../core/errors.ts';
import type { TransferState } from '../core/models/stored-model.ts';
import { BufferPool } from './buffer-pool.ts';
import type { Clock } from './clock.ts';
import { SourceFailure } from './failure.ts';
import type { Hasher } from './hasher.ts';
import type { Holding } from './holding.ts';
import type { KnownFile } from './holding-record.ts';
import { hubAddress } from './hub-address.ts';
import { Hub } from './hub.ts';
import { Mirrors } from './mirrors.ts';
import type { FilePieces } from './piece-map.ts';
import { OPEN_PIECES, PIECE_BYTES, pieceBytes, toHex } from './pieces.ts';
import { Planner } from './planner.ts';
import type { Run } from './planner.ts';
import { SourceChanged, isOtherVersion, requestRange } from './range-request.ts';
import { resolveFiles } from './resolve-files.ts';
import { checkRoom, reserveRoom } from './room.ts';
import type { RateLimit } from './speed.ts';
import { SpeedMeter } from './speed.ts';
import { storageFailure } from './store-folder.ts';

/** A connection that broke after less than this counts as failed. */
const PROGRESS_BYTES = 1 << 16;
/** How soon a changed rate limit is noticed by a connection that waits for it. */
const LIMIT_CHECK_MS = 1000;
/** How often one file may begin anew before that is an error. */
const RESTARTS = 3;

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
  readonly #mirrors: Mirrors;
  readonly #outer: AbortSignal;
  /** Ends all connections of this attempt. */
  #stop = new AbortController();
  #signal: AbortSignal;
  readonly #pool = new BufferPool(OPEN_PIECES);
  readonly #meter = new SpeedMeter();
  readonly #finishing = new Map<number, Promise<void>>();
  readonly #direct = new Map<number, string>();
  readonly #restarts = new Map<number, number>();
  /** Pieces that an earlier session wrote: whether they reached the disk is not known before they were read. */
  readonly #inherited: boolean;
  #planner: Planner | null = null;
  #base: string | null = null;
  #lanes = 0;
  #waiting: { readonly error: ErrorInfo; readonly untilMs: number; lanes: number } | null = null;
  #isResolving = false;
  #failure: unknown = null;

  /** `beside`: the revision that this one will replace; files that are the same are not fetched. */
  constructor(holding: Holding, beside: Holding | null, tools: TransferTools, signal: AbortSignal) {
    this.#beside = beside;
    this.#holding = holding;
    this.#tools = tools;
    this.#mirrors = new Mirrors(tools.bases, Math.random);
    this.#outer = signal;
    this.#signal = signal;
    this.#inherited = (holding.pieces?.storedBytes ?? 0) > 0;
  }

  get base(): string | null {
    return this.#base;
  }

  get state(): TransferState {
    const nowMs = this.#tools.clock.nowMs();
    const waiting = this.#waiting;
    if (waiting !== null && waiting.lanes >= this.#lanes)
      return { type: 'waiting', error: waiting.error, retryAtMs: waiting.untilMs };
    if (this.#isResolving) return { type: 'resolving' };
    const { storedBytes, totalBytes } = this.#holding.known.pieces;
    if (storedBytes === totalBytes) return { type: 'verifying', checkedBytes: this.#checkedBytes() };
    const bytesPerSecond = this.#meter.bytesPerSecond(nowMs);
    const leftMs = bytesPerSecond > 0 ? ((totalBytes - storedBytes) * 1000) / bytesPerSecond : null;
    return { type: 'downloading', bytesPerSecond, leftMs };
  }

  /**
   * `mustResolve`: what is known of the files is asked for again.
   * Rejects with `HearthError` or `SourceFailure`, and with the signal's reason when aborted. */
  async run(mustResolve: boolean): Promise<void> {
    if (mustResolve || this.#holding.record.files === null) await this.#resolve();
    for (let resolved = 0; ; resolved += 1) {
      await checkRoom(this.#holding);
      try {
        await this.#fetchAll();
        return;
      } catch (caught) {
        if (!(caught instanceof SourceChanged)) throw caught;
        if (resolved > 0) throw new HearthError(errorInfo('download-changed', caught.message));
        this.#signal = this.#outer;
        await this.#resolve();
      }
    }
  }

  async #resolve(): Promise<void> {
    this.#isResolving = true;
    this.#tools.onChange();
    const { order } = this.#holding.record;
    const hub = new Hub(this.#mirrors, this.#tools.clock, this.#signal, (pick) => {
      this.#waiting = pick === null ? null : { error: pick.error, untilMs: pick.untilMs, lanes: 0 };
      this.#tools.onChange();
    });
    const { files, commit } = await resolveFiles(hub, order, this.#holding.record.revision);
    await this.#holding.setFiles(files, commit);
    if (this.#beside !== null) await this.#holding.inherit(this.#beside);
    this.#isResolving = false;
    this.#tools.onChange();
  }

  async #fetchAll(): Promise<void> {
    const { pieces } = this.#holding.known;
    this.#planner = new Planner(pieces);
    this.#direct.clear();
    this.#failure = null;
    this.#stop = new AbortController();
    this.#signal = AbortSignal.any([this.#outer, this.#stop.signal]);
    await this.#holding.begin();
    try {
      await reserveRoom(this.#holding);
      while (!pieces.isWhole) {
        for (const file of pieces.files.keys()) this.#finishIfFull(file);
        await Promise.all(Array.from({ length: OPEN_PIECES }, () => this.#lane()));
        while (this.#finishing.size > 0) await Promise.all(this.#finishing.values());
        this.#throwFailure();
      }
    } finally {
      if (!pieces.isWhole) this.#stop.abort(new DOMException('the transfer ended', 'AbortError'));
      await Promise.all(this.#finishing.values());
      await this.#holding.end();
    }
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
    this.#signal.throwIfAborted();
  }

  /** The first failure ends all connections; what they meet then is no news. */
  #fail(caught: unknown): void {
    if (this.#signal.aborted) return;
    this.#failure = storageFailure(caught);
    this.#stop.abort(new DOMException('the transfer failed', 'AbortError'));
  }

  async #lane(): Promise<void> {
    const planner = this.#planner;
    if (planner === null) return;
    this.#lanes += 1;
    try {
      for (let run = planner.take(); run !== null && !this.#signal.aborted; run = planner.take()) {
        const stores: Promise<void>[] = [];
        try {
          await this.#fetchRun(run, planner, stores);
        } finally {
          // What is still being hashed must not be dealt out again.
          await Promise.all(stores);
          planner.giveBack(run);
        }
      }
    } catch (caught) {
      this.#fail(caught);
    } finally {
      this.#lanes -= 1;
    }
  }

  async #fetchRun(run: Run, planner: Planner, stores: Promise<void>[]): Promise<void> {
    const { pieces } = this.#holding.known;
    const file = this.#piecesOf(run.file);
    const end = Math.min((run.last + 1) * PIECE_BYTES, file.bytes);
    const isStale = () => file.generation !== run.generation || this.#signal.aborted;
    let at = run.first * PIECE_BYTES;
    let filled = 0;
    let buffer: ArrayBuffer | null = null;
    try {
      while (at < end && !isStale()) {
        const base = await this.#nextBase();
        let newBytes = 0;
        try {
          const answer = await this.#request(run.file, base, at, end);
          if (!this.#isSameVersion(run.file, answer.version)) return;
          if (answer.start !== at) {
            // It ignores ranges. The parts of this file that others fetch are fetched here from now on.
            const wasKnown = planner.wholeFiles;
            planner.wholeFiles = true;
            if (!wasKnown) return;
            at = 0;
            filled = 0;
          }
          this.#mirrors.succeeded(base);
          for await (const chunk of answer.read()) {
            if (isStale()) return;
            let rest = chunk;
            while (rest.byteLength > 0 && at < end) {
              const piece = Math.floor(at / PIECE_BYTES);
              const length = pieceBytes(file.bytes, piece);
              const isKept = filled === 0 && pieces.has(run.file, piece);
              const part = rest.subarray(0, piece * PIECE_BYTES + length - at);
              rest = rest.subarray(part.byteLength);
              if (!isKept) {
                buffer ??= await this.#pool.take();
                new Uint8Array(buffer).set(part, filled);
                filled += part.byteLength;
                newBytes += part.byteLength;
              }
              at += part.byteLength;
              if (filled === length && buffer !== null) {
                stores.push(this.#store(run, piece, buffer));
                buffer = null;
                filled = 0;
              }
            }
            await this.#account(chunk.byteLength);
            if (at >= end) break;
          }
          if (at < end && !isStale())
            throw new SourceFailure(errorInfo('download-cut', `after ${newBytes} bytes`), 'wait');
        } catch (caught) {
          this.#signal.throwIfAborted();
          if (!(caught instanceof SourceFailure)) throw caught;
          const isProgress = newBytes >= PROGRESS_BYTES && !planner.wholeFiles;
          if (!isProgress || caught.info.code !== 'download-cut')
            this.#mirrors.failed(base, caught, this.#tools.clock.nowMs());
        }
      }
    } finally {
      if (buffer !== null) this.#pool.give(buffer);
    }
  }

  async #request(file: number, base: string, from: number, to: number) {
    const { bytes, path, url } = this.#known(file);
    const source = { repo: this.#holding.record.order.source.repo, revision: this.#holding.record.revision };
    const address = url ?? hubAddress.file(base, source, path);
    const key = this.#direct.get(file);
    const range = [from, to, bytes] as const;
    // Where the hub's redirect led last time: it need not be asked again for each part.
    if (key !== undefined) {
      try {
        return await requestRange(key, range, this.#tools.clock, this.#signal);
      } catch (caught) {
        this.#signal.throwIfAborted();
        // Such addresses expire.
        if (!(caught instanceof SourceFailure && caught.fate === 'refused')) throw caught;
        this.#direct.delete(file);
      }
    }
    const answer = await requestRange(address, range, this.#tools.clock, this.#signal);
    if (answer.redirectedTo !== null && base === this.#base) this.#direct.set(file, answer.redirectedTo);
    return answer;
  }

  async #nextBase(): Promise<string> {
    const { clock } = this.#tools;
    for (;;) {
      const pick = this.#mirrors.pick(clock.nowMs());
      if (pick.type === 'refused') throw new SourceFailure(pick.error, 'refused');
      if (pick.type === 'go') {
        if (this.#base !== pick.base) this.#direct.clear();
        this.#base = pick.base;
        return pick.base;
      }
      this.#waiting = { error: pick.error, untilMs: pick.untilMs, lanes: (this.#waiting?.lanes ?? 0) + 1 };
      this.#tools.onChange();
      try {
        if (await clock.sleepUntil(pick.untilMs, this.#signal)) this.#mirrors.retryNow();
      } finally {
        if (this.#waiting !== null) this.#waiting.lanes -= 1;
        if (this.#waiting?.lanes === 0) this.#waiting = null;
        this.#tools.onChange();
      }
    }
  }

  /** False: the file changed at its source and begins anew. */
  #isSameVersion(file: number, version: Uint8Array | null): boolean {
    const before = this.#piecesOf(file).version;
    if (version === null) return true;
    if (before === null) this.#holding.note({ kind: 'version', file, hash: version });
    if (before === null || !isOtherVersion(before, version)) return true;
    this.#restart(file, 'download-changed');
    this.#holding.note({ kind: 'version', file, hash: version });
    return false;
  }

  #restart(file: number, code: 'download-changed' | 'download-corrupt'): void {
    const count = (this.#restarts.get(file) ?? 0) + 1;
    this.#restarts.set(file, count);
    const allowed = code === 'download-corrupt' ? 1 : RESTARTS;
    if (count > allowed) throw new HearthError(errorInfo(code, this.#known(file).path));
    this.#holding.note({ kind: 'restart', file });
  }

  async #store(run: Run, piece: number, buffer: ArrayBuffer): Promise<void> {
    let back = buffer;
    try {
      const { pieces } = this.#holding.known;
      const file = this.#piecesOf(run.file);
      const access = await this.#holding.openFile(run.file);
      if (file.generation !== run.generation) return;
      this.#holding.writePiece(access, run.file, piece, buffer);
      const hashed = await this.#tools.hasher.hashPiece(buffer, pieceBytes(file.bytes, piece));
      back = hashed.buffer;
      // Another version of the file began meanwhile.
      if (file.generation !== run.generation || pieces.has(run.file, piece)) return;
      this.#holding.note({ kind: 'piece', file: run.file, piece, hash: hashed.hash });
      this.#tools.onChange();
      this.#finishIfFull(run.file);
    } catch (caught) {
      this.#fail(caught);
    } finally {
      // One that was lost with the hash worker is replaced, so that nobody waits for it forever.
      this.#pool.give(back.byteLength === PIECE_BYTES ? back : new ArrayBuffer(PIECE_BYTES));
    }
  }

  #finishIfFull(file: number): void {
    const { pieces } = this.#holding.known;
    if (this.#finishing.has(file) || !pieces.isFull(file) || this.#piecesOf(file).whole !== null) return;
    const finishing = this.#finish(file)
      .catch((caught: unknown) => this.#fail(caught))
      .finally(() => this.#finishing.delete(file));
    this.#finishing.set(file, finishing);
  }

  /** All pieces are there: is the file as a whole what the source said? */
  async #finish(file: number): Promise<void> {
    const { hasher } = this.#tools;
    const { pieces } = this.#holding.known;
    const { bytes, sha256 } = this.#known(file);
    // An empty file has no piece that would have made it.
    await this.#holding.openFile(file);
    await this.#holding.closeFile(file);
    const handle = await this.#holding.fileHandle(file);
    const findBad = () => hasher.badPieces(handle, bytes, pieces.hashesOf(file));
    if (sha256 === null && this.#inherited) {
      const bad = await findBad();
      for (const piece of bad) this.#holding.note({ kind: 'bad', file, piece });
      if (bad.length > 0) return;
    }
    const hash = await hasher.hashFile(handle, bytes);
    if (sha256 === null || toHex(hash) === sha256) {
      this.#holding.note({ kind: 'whole', file, hash });
      this.#tools.onChange();
      return;
    }
    const bad = await findBad();
    // The disk lost them: only they are fetched again.
    for (const piece of bad) this.#holding.note({ kind: 'bad', file, piece });
    if (bad.length > 0) return;
    // All pieces are what was received: the source gave something else. Once more, elsewhere if there is an elsewhere.
    this.#restart(file, 'download-corrupt');
    if (this.#base !== null) this.#mirrors.distrust(this.#base);
    this.#direct.clear();
  }

  async #account(bytes: number): Promise<void> {
    const { clock, rateLimit } = this.#tools;
    const nowMs = clock.nowMs();
    this.#meter.add(bytes, nowMs);
    const place = rateLimit.take(bytes, nowMs);
    for (;;) {
      const waitMs = rateLimit.waitMs(place, clock.nowMs());
      if (waitMs < 1) return;
      await clock.sleepUntil(clock.nowMs() + Math.min(waitMs, LIMIT_CHECK_MS), this.#signal);
    }
  }

  #checkedBytes(): number {
    return this.#holding.known.pieces.files.reduce((sum, { bytes, whole }) => sum + (whole === null ? 0 : bytes), 0);
  }

  #known(file: number): KnownFile {
    const known = this.#holding.known.files[file];
    if (known === undefined) throw new Error(`there is no file ${file}`);
    return known;
  }

  #piecesOf(file: number): FilePieces {
    const pieces = this.#holding.known.pieces.files[file];
    if (pieces === undefined) throw new Error(`there is no file ${file}`);
    return pieces;
  }
}
