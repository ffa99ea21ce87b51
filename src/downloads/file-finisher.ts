import { HearthError, errorInfo } from '../core/errors.ts';
import { BufferPool } from './buffer-pool.ts';
import { GrowingHash } from './growing-hash.ts';
import type { Hasher } from './hasher.ts';
import type { Holding } from './holding.ts';
import { ONE_GO_BYTES, toHex } from './pieces.ts';

/** Pieces of large files on their way to the hash worker: one is hashed while the next is read. */
const HASHED_PIECES = 2;

/** How often one file may begin anew before that is an error. */
const RESTARTS = { 'download-changed': 3, 'download-corrupt': 1 } as const;

export interface FinisherTools {
  readonly holding: Holding;
  readonly hasher: Hasher;
  /** Pieces that an earlier session wrote: whether they reached the disk is not known before they were read. */
  readonly isInherited: boolean;
  readonly onChange: () => void;
  /** All pieces are what was received, yet the file is not what it should be. */
  readonly onWrongSource: () => void;
  readonly onFailure: (caught: unknown) => void;
}

/** Checks files whose pieces are all there, and counts those that are right as whole. */
export class FileFinisher {
  readonly #tools: FinisherTools;
  readonly #finishing = new Map<number, Promise<void>>();
  readonly #growing = new Map<number, GrowingHash>();
  readonly #pool = new BufferPool(HASHED_PIECES);
  readonly #restarts: Map<number, number>;
  #isClosed = false;

  /** `restarts`: how often files began anew, over all attempts. */
  constructor(tools: FinisherTools, restarts: Map<number, number>) {
    this.#tools = tools;
    this.#restarts = restarts;
  }

  /** Pieces of the file have come. What it finds is journalled, what goes wrong told to `onFailure`. */
  advance(file: number): void {
    const { pieces } = this.#tools.holding.known;
    const { bytes, whole } = this.#tools.holding.piecesOf(file);
    if (whole !== null || this.#finishing.has(file) || this.#isClosed) return;
    if (pieces.isFull(file)) {
      const finishing = this.#finish(file)
        .catch((caught: unknown) => this.#tools.onFailure(caught))
        .finally(() => this.#finishing.delete(file));
      this.#finishing.set(file, finishing);
    } else if (bytes > ONE_GO_BYTES) {
      void this.#growingHash(file)
        .advance()
        .catch((caught: unknown) => this.#tools.onFailure(caught));
    }
  }

  /** Resolves when no full file is being checked any more. */
  async settled(): Promise<void> {
    while (this.#finishing.size > 0) await Promise.all(this.#finishing.values());
  }

  /** Nothing is read any more once it resolves. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#growing.keys()].map((file) => this.#dropGrowing(file)));
    await this.settled();
  }

  /** The file begins anew. Throws `HearthError` where it has done so too often. */
  restart(file: number, code: keyof typeof RESTARTS): void {
    const { holding } = this.#tools;
    const count = (this.#restarts.get(file) ?? 0) + 1;
    this.#restarts.set(file, count);
    if (count > RESTARTS[code]) throw new HearthError(errorInfo(code, holding.file(file).path));
    void this.#dropGrowing(file);
    holding.note({ kind: 'restart', file });
  }

  /** All pieces are there: is the file as a whole what the source said? */
  async #finish(file: number): Promise<void> {
    const { holding, isInherited } = this.#tools;
    const { bytes, sha256: told } = holding.file(file);
    const { generation, learnt } = holding.piecesOf(file);
    const sha256 = told ?? (learnt === null ? null : toHex(learnt));
    const hash = bytes > ONE_GO_BYTES ? await this.#endGrowing(file) : await this.#hashInOneGo(file);
    // It began anew meanwhile, or nobody waits for it any more.
    if (hash === null || holding.piecesOf(file).generation !== generation) return;
    if (sha256 === null && isInherited && (await this.#dropBadPieces(file))) return;
    if (sha256 === null || toHex(hash) === sha256) {
      holding.note({ kind: 'whole', file, hash });
      this.#tools.onChange();
      return;
    }
    // The disk lost them: only they are fetched again.
    if (await this.#dropBadPieces(file)) return;
    // The source gave something else. Once more, elsewhere if there is an elsewhere.
    this.restart(file, 'download-corrupt');
    this.#tools.onWrongSource();
  }

  async #hashInOneGo(file: number): Promise<Uint8Array> {
    const { hasher, holding } = this.#tools;
    // An empty file has no piece that would have made it.
    await holding.openFile(file);
    await holding.closeFile(file);
    return hasher.hashFile(await holding.fileHandle(file), holding.file(file).bytes);
  }

  /** Null when it was dropped meanwhile. */
  async #endGrowing(file: number): Promise<Uint8Array | null> {
    const { hasher, holding } = this.#tools;
    const hash = await this.#growingHash(file).end();
    if (hash === null) return null;
    this.#growing.delete(file);
    await holding.closeFile(file);
    await hasher.flush(await holding.fileHandle(file));
    return hash;
  }

  #growingHash(file: number): GrowingHash {
    const { hasher, holding } = this.#tools;
    const known = this.#growing.get(file);
    if (known !== undefined) return known;
    const begun = new GrowingHash(file, { hasher, holding, pool: this.#pool });
    this.#growing.set(file, begun);
    return begun;
  }

  async #dropGrowing(file: number): Promise<void> {
    const growing = this.#growing.get(file);
    this.#growing.delete(file);
    await growing?.drop();
  }

  /** True if any piece on the disk is not what the journal says. */
  async #dropBadPieces(file: number): Promise<boolean> {
    const { hasher, holding } = this.#tools;
    const { bytes, sums } = holding.piecesOf(file);
    const bad = await hasher.badPieces(await holding.fileHandle(file), bytes, sums);
    for (const piece of bad) holding.note({ kind: 'bad', file, piece });
    return bad.length > 0;
  }
}
