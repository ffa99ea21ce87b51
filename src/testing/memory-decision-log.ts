import { type ErrorInfo, HearthError } from '../core/errors.ts';
import type { DecisionId } from '../core/ids.ts';
import type { DecisionRecord } from '../core/routing/decision-record.ts';
import type { DecisionLog } from '../ports/decision-log.ts';

/** What several tabs share. */
export class MemoryDecisions {
  readonly records = new Map<DecisionId, DecisionRecord>();
  readonly tabs = new Set<MemoryDecisionLog>();
}

export class MemoryDecisionLog implements DecisionLog {
  /** When set, every call fails with it. */
  failure: ErrorInfo | null = null;
  readonly #disk: MemoryDecisions;
  readonly #listeners = new Set<() => void>();

  constructor(disk: MemoryDecisions = new MemoryDecisions()) {
    this.#disk = disk;
    disk.tabs.add(this);
  }

  async write(record: DecisionRecord): Promise<void> {
    await this.#access();
    this.#disk.records.set(record.id, structuredClone(record));
    this.#tellOthers();
  }

  async list(): Promise<readonly DecisionRecord[]> {
    await this.#access();
    return [...this.#disk.records.values()].toSorted((a, b) => a.atMs - b.atMs);
  }

  async clear(): Promise<void> {
    await this.#access();
    this.#disk.records.clear();
    this.#tellOthers();
  }

  subscribe(onChange: () => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }

  #access(): Promise<void> {
    return this.failure === null ? Promise.resolve() : Promise.reject(new HearthError(this.failure));
  }

  #tellOthers(): void {
    for (const tab of this.#disk.tabs) if (tab !== this) for (const listener of tab.#listeners) listener();
  }
}
