import type { PieceMap } from './piece-map.ts';
import { OPEN_PIECES } from './pieces.ts';

/**
 * Pieces that one request asks for. A request costs several milliseconds of the browser's time, as much as a piece
 * of data: with 1 MiB each, half the throughput is lost, with 64 MiB nothing.
 */
const LONGEST_RUN = 64;
/** Towards the end runs get shorter, so that all connections end together. */
const SHORTEST_RUN = 4;

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
    for (const [file, { sums, parts, generation }] of this.#pieces.files.entries()) {
      const first = sums.findIndex((sum, piece) => sum === null && !this.#isTaken(file, piece));
      if (first === -1) continue;
      if (this.wholeFiles) {
        if ([...this.#taken].some((run) => run.file === file)) continue;
        return this.#give({ file, first: 0, last: sums.length - 1, generation });
      }
      const left = this.#leftPieces();
      const longest = Math.min(LONGEST_RUN, Math.max(SHORTEST_RUN, Math.ceil(left / (2 * OPEN_PIECES))));
      let last = first;
      // Only a run's first piece can be gone on with in its middle.
      const isFree = (piece: number) => sums[piece] === null && !parts.has(piece) && !this.#isTaken(file, piece);
      while (last + 1 < sums.length && last + 1 - first < longest && isFree(last + 1)) last += 1;
      return this.#give({ file, first, last, generation });
    }
    return null;
  }

  giveBack(run: Run): void {
    this.#taken.delete(run);
  }

  #leftPieces(): number {
    let left = 0;
    for (const { sums } of this.#pieces.files) for (const sum of sums) if (sum === null) left += 1;
    for (const { first, last } of this.#taken) left -= last - first + 1;
    return Math.max(0, left);
  }

  #give(run: Run): Run {
    this.#taken.add(run);
    return run;
  }

  #isTaken(file: number, piece: number): boolean {
    for (const run of this.#taken) if (run.file === file && piece >= run.first && piece <= run.last) return true;
    return false;
  }
}
