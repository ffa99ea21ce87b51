import { errorInfo } from '../core/errors.ts';
import { SourceFailure } from './failure.ts';
import type { FileFinisher } from './file-finisher.ts';
import type { Holding } from './holding.ts';
import type { Pace } from './pace.ts';
import { createPieceSummer } from './piece-sum.ts';
import type { PieceSummer } from './piece-sum.ts';
import { OPEN_PIECES, PIECE_BYTES } from './pieces.ts';
import { Planner } from './planner.ts';
import type { Run } from './planner.ts';
import { isOtherVersion } from './range-request.ts';
import { RunWriter } from './run-writer.ts';
import type { Sources } from './sources.ts';
import { storageFailure, writeAll } from './store-folder.ts';

/** A connection that broke after less than this counts as failed. */
const PROGRESS_BYTES = 1 << 16;

export interface AttemptTools {
  readonly holding: Holding;
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
        for (const file of pieces.files.keys()) this.#finisher.advance(file);
        await Promise.all(Array.from({ length: OPEN_PIECES }, () => this.#lane()));
        await this.#finisher.settled();
        if (this.#failure !== null) throw this.#failure;
        this.#signal.throwIfAborted();
      }
    } finally {
      if (!pieces.isWhole) this.#stop.abort(new DOMException('the transfer ended', 'AbortError'));
      await this.#finisher.close();
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
      const summer = await createPieceSummer();
      for (let run = planner.take(); run !== null && !this.#signal.aborted; run = planner.take()) {
        try {
          await this.#fetchRun(run, summer);
        } finally {
          planner.giveBack(run);
        }
      }
    } catch (caught) {
      this.#fail(caught);
    } finally {
      this.#lanes -= 1;
    }
  }

  async #fetchRun(run: Run, summer: PieceSummer): Promise<void> {
    const { pieces } = this.#holding.known;
    const { bytes: fileBytes } = this.#holding.file(run.file);
    const writer = new RunWriter(run, {
      fileBytes,
      summer,
      isThere: (piece) => pieces.has(run.file, piece),
      onPiece: (piece, sum) => this.#keep(run.file, piece, sum),
      onPart: (piece, bytes, sum) => this.#holding.note({ kind: 'part', file: run.file, piece, bytes, sum }),
    });
    await this.#goOn(run, writer);
    while (!writer.isFull && !this.#isStale(run)) {
      const base = await this.#tools.sources.next(this.#signal);
      const keptBefore = writer.keptBytes;
      try {
        if (!(await this.#fetchOnce(run, writer, base))) return;
        if (!writer.isFull && !this.#isStale(run))
          throw new SourceFailure(errorInfo('download-cut', `after ${writer.keptBytes - keptBefore} bytes`), 'wait');
      } catch (caught) {
        this.#signal.throwIfAborted();
        if (!(caught instanceof SourceFailure)) throw caught;
        const isProgress = writer.keptBytes - keptBefore >= PROGRESS_BYTES && !this.#planner.wholeFiles;
        if (!isProgress || caught.info.code !== 'download-cut') this.#tools.sources.failed(base, caught);
      }
    }
  }

  /** With the part of the run's first piece that an earlier session wrote, if the disk has it. */
  async #goOn(run: Run, writer: RunWriter): Promise<void> {
    const part = this.#holding.piecesOf(run.file).parts.get(run.first);
    if (part === undefined) return;
    const access = await this.#holding.openFile(run.file);
    const bytes = new Uint8Array(part.bytes);
    const read = access.read(bytes, { at: run.first * PIECE_BYTES });
    if (!writer.goOn(bytes.subarray(0, read), part.sum))
      this.#holding.note({ kind: 'bad', file: run.file, piece: run.first });
  }

  /** One request, until it ends. False: the run is not to be gone on with. */
  async #fetchOnce(run: Run, writer: RunWriter, base: string): Promise<boolean> {
    const { pace, sources } = this.#tools;
    const answer = await sources.request(run.file, base, writer.at, writer.end, this.#signal);
    if (!this.#isSameVersion(run.file, answer.version)) return false;
    if (answer.start !== writer.at) {
      // It ignores ranges. The parts of this file that others fetch are fetched here from now on.
      const wasKnown = this.#planner.wholeFiles;
      this.#planner.wholeFiles = true;
      if (!wasKnown) return false;
      writer.rewind();
    }
    sources.succeeded(base);
    for await (const chunk of answer.read()) {
      const access = await this.#holding.openFile(run.file);
      if (this.#isStale(run)) return false;
      writer.add(chunk, (bytes, at) => writeAll(access, bytes, at));
      await pace.account(chunk.byteLength, this.#signal);
      if (writer.isFull) break;
    }
    return true;
  }

  #keep(file: number, piece: number, sum: Uint8Array): void {
    this.#holding.note({ kind: 'piece', file, piece, sum });
    this.#tools.onChange();
    this.#finisher.advance(file);
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
}
