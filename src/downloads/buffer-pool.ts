import { PIECE_BYTES } from './pieces.ts';

/** Buffers of one piece, never more than these; who wants one more waits. */
export class BufferPool {
  readonly #free: ArrayBuffer[];
  readonly #waiting: ((buffer: ArrayBuffer) => void)[] = [];

  constructor(count: number) {
    this.#free = Array.from({ length: count }, () => new ArrayBuffer(PIECE_BYTES));
  }

  take(): Promise<ArrayBuffer> {
    const free = this.#free.pop();
    return free === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(free);
  }

  give(buffer: ArrayBuffer): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(buffer);
    else next(buffer);
  }
}
