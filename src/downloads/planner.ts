import type { PieceMap } from './piece-map.ts';

/**
 * Pieces that one request asks for. A request costs several milliseconds of the browser's time, as much as a piece
 * of data: with 1 MiB each, half the throughput is lost, with 64 MiB nothing.
 */
const RUN_PIECES = 64;

/** Consecutive pieces of one file, first to last, to be fetched with one request. */
export interface Run {
  readonly file: number;
  readonly first: number;
  readonly last: number;
  readonly generation: number;
}

/** Deals out what is missing, in order, so that no piece is fetched by two connections. */
export class Planner {
  readonly #pieces: PieceMap;
  readonly #taken = new Set<Run>();
  /** Once a server has answered a range with a whole file: one connection per file, from its beginning. */
  wholeFiles = false;

  constructor(pieces: PieceMap) {
    this.#pieces = pieces;
  }

  /** Null: nothing is left that nobody fetches. */
  take(): Run | null {
    for (const [file, { hashes, generation }] of this.#pieces.files.entries()) {
      const first = hashes.findIndex((hash, piece) => hash === null && !this.#isTaken(file, piece));
      if (first === -1) continue;
      if (this.wholeFiles) {
        if ([...this.#taken].some((run) => run.file === file)) continue;
        return this.#give({ file, first: 0, last: hashes.length - 1, generation });
      }
      let last = first;
      const isFree = (piece: number) => hashes[piece] === null && !this.#isTaken(file, piece);
      while (last + 1 < hashes.length && last + 1 - first < RUN_PIECES && isFree(last + 1)) last += 1;
      return this.#give({ file, first, last, generation });
    }
    // Nobody waits for a slow connection: the rest of the longest run is shared.
    return this.wholeFiles ? null : this.#split();
  }

  giveBack(run: Run): void {
    this.#taken.delete(run);
  }

  /** The last piece that this run still has to fetch: another connection may have taken over its end. */
  lastOf(run: Run): number {
    return this.#ends.get(run) ?? run.last;
  }

  readonly #ends = new WeakMap<Run, number>();

  #split(): Run | null {
    let longest: { run: Run; next: number; left: number } | null = null;
    for (const run of this.#taken) {
      const end = this.lastOf(run);
      let next = run.first;
      while (next <= end && this.#pieces.has(run.file, next)) next += 1;
      const left = end - next + 1;
      if (left >= 8 && left > (longest?.left ?? 0)) longest = { run, next, left };
    }
    if (longest === null) return null;
    const { run, next, left } = longest;
    const middle = next + Math.ceil(left / 2);
    const last = this.lastOf(run);
    this.#ends.set(run, middle - 1);
    return this.#give({ file: run.file, first: middle, last, generation: run.generation });
  }

  #give(run: Run): Run {
    this.#taken.add(run);
    return run;
  }

  #isTaken(file: number, piece: number): boolean {
    for (const run of this.#taken)
      if (run.file === file && piece >= run.first && piece <= this.lastOf(run)) return true;
    return false;
  }
}
