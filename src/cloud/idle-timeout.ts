/** Aborts when nothing arrives for `idleMs`, or when `outer` does; each sign of life starts the wait anew. */
export class IdleTimeout {
  readonly #controller = new AbortController();
  readonly #idleMs: number;
  readonly #outer: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #expired = false;

  constructor(outer: AbortSignal, idleMs: number) {
    this.#outer = outer;
    this.#idleMs = idleMs;
    outer.addEventListener('abort', this.#abort, { once: true });
    if (outer.aborted) this.#abort();
    this.touch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get expired(): boolean {
    return this.#expired;
  }

  touch(): void {
    clearTimeout(this.#timer);
    if (this.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#expired = true;
      this.#abort();
    }, this.#idleMs);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => {
    clearTimeout(this.#timer);
    this.#controller.abort();
  };
}
