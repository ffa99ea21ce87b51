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
  /** A change holds for those who wait already. */
  maxBytesPerSecond: number | null = null;
  #takenBytes = 0;
  #paidBytes = 0;
  #paidAtMs = 0;

  /** Takes a place in the row: all bytes so far, these included. */
  take(bytes: number, nowMs: number): number {
    this.#pay(nowMs);
    this.#takenBytes += bytes;
    return this.#takenBytes;
  }

  /** How long until it is a place's turn to read more, in ms, if the limit stays. */
  waitMs(place: number, nowMs: number): number {
    this.#pay(nowMs);
    const { maxBytesPerSecond } = this;
    return maxBytesPerSecond === null ? 0 : Math.max(0, ((place - this.#paidBytes) * 1000) / maxBytesPerSecond);
  }

  /** An idle time is not saved up. */
  #pay(nowMs: number): void {
    const { maxBytesPerSecond } = this;
    const paid = ((nowMs - this.#paidAtMs) * (maxBytesPerSecond ?? 0)) / 1000;
    this.#paidBytes =
      maxBytesPerSecond === null ? this.#takenBytes : Math.min(this.#takenBytes, this.#paidBytes + paid);
    this.#paidAtMs = nowMs;
  }
}
