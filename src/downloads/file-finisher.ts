import { HearthError, errorInfo } from '../core/errors.ts';
import type { Hasher } from './hasher.ts';
import type { Holding } from './holding.ts';
import { toHex } from './pieces.ts';

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
  readonly #restarts: Map<number, number>;

  /** `restarts`: how often files began anew, over all attempts. */
  constructor(tools: FinisherTools, restarts: Map<number, number>) {
    this.#tools = tools;
    this.#restarts = restarts;
  }

  /** What it finds is journalled, what goes wrong told to `onFailure`. */
  finishIfFull(file: number): void {
    const { pieces } = this.#tools.holding.known;
    const isDone = pieces.files[file]?.whole !== null;
    if (isDone || this.#finishing.has(file) || !pieces.isFull(file)) return;
    const finishing = this.#finish(file)
      .catch((caught: unknown) => this.#tools.onFailure(caught))
      .finally(() => this.#finishing.delete(file));
    this.#finishing.set(file, finishing);
  }

  /** Resolves when none is being checked any more. */
  async settled(): Promise<void> {
    while (this.#finishing.size > 0) await Promise.all(this.#finishing.values());
  }

  /** The file begins anew. Throws `HearthError` where it has done so too often. */
  restart(file: number, code: keyof typeof RESTARTS): void {
    const { holding } = this.#tools;
    const count = (this.#restarts.get(file) ?? 0) + 1;
    this.#restarts.set(file, count);
    if (count > RESTARTS[code]) throw new HearthError(errorInfo(code, holding.file(file).path));
    holding.note({ kind: 'restart', file });
  }

  /** All pieces are there: is the file as a whole what the source said? */
  async #finish(file: number): Promise<void> {
    const { hasher, holding, isInherited } = this.#tools;
    const { bytes, sha256 } = holding.file(file);
    // An empty file has no piece that would have made it.
    await holding.openFile(file);
    await holding.closeFile(file);
    const handle = await holding.fileHandle(file);
    if (sha256 === null && isInherited && (await this.#dropBadPieces(file, handle))) return;
    const hash = await hasher.hashFile(handle, bytes);
    if (sha256 === null || toHex(hash) === sha256) {
      holding.note({ kind: 'whole', file, hash });
      this.#tools.onChange();
      return;
    }
    // The disk lost them: only they are fetched again.
    if (await this.#dropBadPieces(file, handle)) return;
    // The source gave something else. Once more, elsewhere if there is an elsewhere.
    this.restart(file, 'download-corrupt');
    this.#tools.onWrongSource();
  }

  /** True if any piece on the disk is not what the journal says. */
  async #dropBadPieces(file: number, handle: FileSystemFileHandle): Promise<boolean> {
    const { hasher, holding } = this.#tools;
    const hashes = holding.known.pieces.hashesOf(file);
    const bad = await hasher.badPieces(handle, holding.file(file).bytes, hashes);
    for (const piece of bad) holding.note({ kind: 'bad', file, piece });
    return bad.length > 0;
  }
}
