const WINDOW_MS = 5000;

/** Bytes per second over the last seconds. */
export class SpeedMeter {
  readonly #arrivals: { readonly atMs: number; readonly bytes: number }[] = [];

  add(bytes: number, nowMs: number): void {
    const last = this.#arrivals.at(-1);
    // A tenth of a second is fine enough, and keeps the list short.
    if (last !== undefined && nowMs - last.atMs < 100)
      this.#arrivals.splice(-1, 1, { ...last, bytes: last.bytes + bytes });
    else this.#arrivals.push({ atMs: nowMs, bytes });
    while ((this.#arrivals[0]?.atMs ?? nowMs) < nowMs - WINDOW_MS) this.#arrivals.shift();
  }

  bytesPerSecond(nowMs: number): number {
    const recent = this.#arrivals.filter(({ atMs }) => atMs >= nowMs - WINDOW_MS);
    const first = recent[0];
    if (first === undefined) return 0;
    const spanMs = Math.max(500, nowMs - first.atMs);
    return (recent.reduce((sum, { bytes }) => sum + bytes, 0) * 1000) / spanMs;
  }
}

/** Holds connections back so that they stay below a rate together. Not reading is what slows a sender down. */
export class RateLimit {
  maxBytesPerSecond: number | null = null;
  /** When all that was taken so far will have been paid for. */
  #paidAtMs = 0;

  /** How long to wait, in ms, before more is read. */
  take(bytes: number, nowMs: number): number {
    if (this.maxBytesPerSecond === null) return 0;
    this.#paidAtMs = Math.max(this.#paidAtMs, nowMs) + (bytes * 1000) / this.maxBytesPerSecond;
    return this.#paidAtMs - nowMs;
  }
}
