import type { EgressEntry, EgressLedger } from '../ports/egress-ledger.ts';

/** Counts what comes back for one request and completes its entry, once. */
export class EgressMeter {
  readonly #ledger: EgressLedger;
  #entry: EgressEntry;
  #hasEnded = false;

  constructor(ledger: EgressLedger, entry: EgressEntry) {
    this.#ledger = ledger;
    this.#entry = entry;
  }

  received(bytes: number): void {
    this.#entry = { ...this.#entry, bytesIn: this.#entry.bytesIn + bytes };
  }

  /** Where redirects led, as an entry of its own: what comes from now on is from there. */
  redirectedTo(host: string): void {
    if (host === this.#entry.host) return;
    this.#entry = { ...this.#entry, id: `${this.#entry.id} redirected`, host, bytesOut: 0 };
  }

  async end(outcome: 'sent' | 'failed'): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    // That it left is recorded since before it did; only how much came back would be missing.
    await this.#ledger.record({ ...this.#entry, outcome }).catch(() => undefined);
  }
}
