import type { Airtight } from '../ports/airtight.ts';
import type { EgressEntry, EgressLedger } from '../ports/egress-ledger.ts';

/** What several tabs share. */
export class EgressDisk {
  readonly entries = new Map<string, EgressEntry>();
  readonly listeners = new Set<() => void>();
}

export class MemoryEgressLedger implements EgressLedger {
  readonly #disk: EgressDisk;

  constructor(disk = new EgressDisk()) {
    this.#disk = disk;
  }

  record(entry: EgressEntry): Promise<void> {
    this.#disk.entries.set(entry.id, entry);
    return this.#tell();
  }

  list(): Promise<readonly EgressEntry[]> {
    return Promise.resolve([...this.#disk.entries.values()].toSorted((a, b) => b.atMs - a.atMs));
  }

  subscribe(changed: () => void): () => void {
    const own = () => changed();
    this.#disk.listeners.add(own);
    return () => this.#disk.listeners.delete(own);
  }

  clear(): Promise<void> {
    this.#disk.entries.clear();
    return this.#tell();
  }

  #tell(): Promise<void> {
    for (const listener of this.#disk.listeners) listener();
    return Promise.resolve();
  }
}

export class MemoryAirtight implements Airtight {
  isOn = false;
  readonly #listeners = new Set<(isOn: boolean) => void>();

  set(isOn: boolean): Promise<void> {
    this.isOn = isOn;
    return Promise.resolve();
  }

  subscribe(changed: (isOn: boolean) => void): () => void {
    this.#listeners.add(changed);
    changed(this.isOn);
    return () => this.#listeners.delete(changed);
  }

  /** Another tab switched it. */
  switchElsewhere(isOn: boolean): void {
    this.isOn = isOn;
    for (const listener of this.#listeners) listener(isOn);
  }
}
