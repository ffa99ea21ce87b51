import { mentions, summarize } from '../core/chat/conversation-edit.ts';
import type { Conversation } from '../core/chat/conversation.ts';
import type { ErrorInfo } from '../core/errors.ts';
import { HearthError } from '../core/errors.ts';
import type { ConversationId } from '../core/ids.ts';
import type { ConversationStore } from '../ports/conversation-store.ts';

/** What several tabs of one browser share. */
export class MemoryDisk {
  readonly records = new Map<ConversationId, Conversation>();
  readonly unreadable = new Map<ConversationId, ErrorInfo>();
  readonly tabs = new Set<MemoryConversationStore>();
}

/** A `ConversationStore` without a browser. One object is one tab. */
export class MemoryConversationStore implements ConversationStore {
  /** While set, every call fails with it. */
  failure: ErrorInfo | null = null;
  /** Awaited before each call does its work, to hold it. */
  gate: Promise<void> = Promise.resolve();
  readonly writes: Conversation[] = [];
  readonly #disk: MemoryDisk;
  readonly #listeners = new Set<() => void>();

  constructor(disk: MemoryDisk = new MemoryDisk()) {
    this.#disk = disk;
    disk.tabs.add(this);
  }

  async list(): ReturnType<ConversationStore['list']> {
    await this.#access();
    const summaries = [...this.#disk.records.values()].map(summarize);
    return {
      summaries: summaries.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs),
      unreadable: [...this.#disk.unreadable.keys()],
    };
  }

  async read(id: ConversationId): Promise<Conversation | null> {
    await this.#access();
    const error = this.#disk.unreadable.get(id);
    if (error !== undefined) throw new HearthError(error);
    return this.#disk.records.get(id) ?? null;
  }

  async write(conversation: Conversation, onHandedOver?: () => void): Promise<void> {
    await this.#access();
    onHandedOver?.();
    this.writes.push(conversation);
    this.#disk.records.set(conversation.id, structuredClone(conversation));
    this.#tellOthers();
  }

  async delete(id: ConversationId): Promise<void> {
    await this.#access();
    this.#disk.records.delete(id);
    this.#disk.unreadable.delete(id);
    this.#tellOthers();
  }

  async search(query: string): Promise<readonly ConversationId[]> {
    await this.#access();
    return [...this.#disk.records.values()].filter((conversation) => mentions(conversation, query)).map(({ id }) => id);
  }

  async clear(): Promise<void> {
    await this.#access();
    this.#disk.records.clear();
    this.#disk.unreadable.clear();
    this.#tellOthers();
  }

  subscribe(onChange: () => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }

  async #access(): Promise<void> {
    await this.gate;
    if (this.failure !== null) throw new HearthError(this.failure);
  }

  #tellOthers(): void {
    for (const tab of this.#disk.tabs) {
      if (tab === this) continue;
      for (const listener of tab.#listeners) listener();
    }
  }
}
