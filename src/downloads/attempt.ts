import { errorInfo } from '../core/errors.ts';
import { BufferPool } from './buffer-pool.ts';
import { SourceFailure } from './failure.ts';
import type { FileFinisher } from './file-finisher.ts';
import type { Hasher } from './hasher.ts';
import type { Holding } from './holding.ts';
import type { Pace } from './pace.ts';
import { OPEN_PIECES, PIECE_BYTES, pieceBytes } from './pieces.ts';
import { Planner } from './planner.ts';
import type { Run } from './planner.ts';
import { isOtherVersion } from './range-request.ts';
import { RunFiller } from './run-filler.ts';
import type { Sources } from './sources.ts';
import { storageFailure } from './store-folder.ts';

/** A connection that broke after less than this counts as failed. */
const PROGRESS_BYTES = 1 << 16;

export interface AttemptTools {
  readonly holding: Holding;
  readonly hasher: Hasher;
  readonly sources: Sources;
  readonly pace: Pace;
  /** `onFailure`: the attempt's `fail`. */
  readonly makeFinisher: (onFailure: (caught: unknown) => void) => FileFinisher;
  /** Something that is shown has changed. */
  readonly onChange: () => void;
}

/** All connections at once, until everything known to be missing is there and checked, or one of them fails. */
export class Attempt {
  readonly #tools: AttemptTools;
  readonly #holding: Holding;
  /** Ends all connections. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #pool = new BufferPool(OPEN_PIECES);
  readonly #planner: Planner;
  readonly #finisher: FileFinisher;
  #lanes = 0;
  #failure: unknown = null;

  /** The holding's files have to be known. */
  constructor(tools: AttemptTools, outer: AbortSignal) {
    this.#tools = tools;
    this.#holding = tools.holding;
    this.#signal = AbortSignal.any([outer, this.#stop.signal]);
    this.#planner = new Planner(tools.holding.known.pieces);
    this.#finisher = tools.makeFinisher((caught) => this.#fail(caught));
  }

  /** Connections that are open or wait to be. */
  get lanes(): number {
    return this.#lanes;
  }

  /** Between the holding's `begin` and `end`. Rejects with what failed, or with the signal's reason when aborted. */
  async run(): Promise<void> {
    const { pieces } = this.#holding.known;
    try {
      while (!pieces.isWhole) {
        for (const file of pieces.files.keys()) this.#finisher.finishIfFull(file);
        await Promise.all(Array.from({ length: OPEN_PIECES }, () => this.#lane()));
        await this.#finisher.settled();
        if (this.#failure !== null) throw this.#failure;
        this.#signal.throwIfAborted();
      }
    } finally {
      if (!pieces.isWhole) this.#stop.abort(new DOMException('the transfer ended', 'AbortError'));
      await this.#finisher.settled();
    }
  }

  /** The first failure ends all connections; what they meet then is no news. */
  #fail(caught: unknown): void {
    if (this.#signal.aborted) return;
    this.#failure = storageFailure(caught);
    this.#stop.abort(new DOMException('the transfer failed', 'AbortError'));
  }

  async #lane(): Promise<void> {
    const planner = this.#planner;
    this.#lanes += 1;
    try {
      for (let run = planner.take(); run !== null && !this.#signal.aborted; run = planner.take()) {
        const stores: Promise<void>[] = [];
        try {
          await this.#fetchRun(run, stores);
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

  async #fetchRun(run: Run, stores: Promise<void>[]): Promise<void> {
    const { pieces } = this.#holding.known;
    const { bytes: fileBytes } = this.#holding.file(run.file);
    const filler = new RunFiller(run, {
      fileBytes,
      pool: this.#pool,
      isThere: (piece) => pieces.has(run.file, piece),
      onPiece: (piece, buffer) => stores.push(this.#store(run, piece, buffer)),
    });
    try {
      while (!filler.isFull && !this.#isStale(run)) {
        const base = await this.#tools.sources.next(this.#signal);
        const keptBefore = filler.keptBytes;
        try {
          if (!(await this.#fetchOnce(run, filler, base))) return;
          if (!filler.isFull && !this.#isStale(run))
            throw new SourceFailure(errorInfo('download-cut', `after ${filler.keptBytes - keptBefore} bytes`), 'wait');
        } catch (caught) {
          this.#signal.throwIfAborted();
          if (!(caught instanceof SourceFailure)) throw caught;
          const isProgress = filler.keptBytes - keptBefore >= PROGRESS_BYTES && !this.#planner.wholeFiles;
          if (!isProgress || caught.info.code !== 'download-cut') this.#tools.sources.failed(base, caught);
        }
      }
    } finally {
      filler.release();
    }
  }

  /** One request, until it ends. False: the run is not to be gone on with. */
  async #fetchOnce(run: Run, filler: RunFiller, base: string): Promise<boolean> {
    const { pace, sources } = this.#tools;
    const answer = await sources.request(run.file, base, filler.at, filler.end, this.#signal);
    if (!this.#isSameVersion(run.file, answer.version)) return false;
    if (answer.start !== filler.at) {
      // It ignores ranges. The parts of this file that others fetch are fetched here from now on.
      const wasKnown = this.#planner.wholeFiles;
      this.#planner.wholeFiles = true;
      if (!wasKnown) return false;
      filler.rewind();
    }
    sources.succeeded(base);
    for await (const chunk of answer.read()) {
      if (this.#isStale(run)) return false;
      await filler.add(chunk);
      await pace.account(chunk.byteLength, this.#signal);
      if (filler.isFull) break;
    }
    return true;
  }

  /** The file began anew meanwhile, or everything ends. */
  #isStale(run: Run): boolean {
    return this.#holding.piecesOf(run.file).generation !== run.generation || this.#signal.aborted;
  }

  /** False: the file changed at its source and begins anew. */
  #isSameVersion(file: number, version: Uint8Array | null): boolean {
    const before = this.#holding.piecesOf(file).version;
    if (version === null) return true;
    if (before === null) this.#holding.note({ kind: 'version', file, hash: version });
    if (before === null || !isOtherVersion(before, version)) return true;
    this.#finisher.restart(file, 'download-changed');
    this.#holding.note({ kind: 'version', file, hash: version });
    return false;
  }

  async #store(run: Run, piece: number, buffer: ArrayBuffer): Promise<void> {
    let back = buffer;
    try {
      const { pieces } = this.#holding.known;
      const file = this.#holding.piecesOf(run.file);
      const access = await this.#holding.openFile(run.file);
      if (file.generation !== run.generation) return;
      this.#holding.writePiece(access, run.file, piece, buffer);
      const hashed = await this.#tools.hasher.hashPiece(buffer, pieceBytes(file.bytes, piece));
      back = hashed.buffer;
      // Another version of the file began meanwhile.
      if (file.generation !== run.generation || pieces.has(run.file, piece)) return;
      this.#holding.note({ kind: 'piece', file: run.file, piece, hash: hashed.hash });
      this.#tools.onChange();
      this.#finisher.finishIfFull(run.file);
    } catch (caught) {
      this.#fail(caught);
    } finally {
      // One that was lost with the hash worker is replaced, so that nobody waits for it forever.
      this.#pool.give(back.byteLength === PIECE_BYTES ? back : new ArrayBuffer(PIECE_BYTES));
    }
  }
}
