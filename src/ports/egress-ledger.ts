import type { ConversationId, DecisionId } from '../core/ids.ts';

export type EgressOwner = 'cloud' | 'download' | 'unknown';

/** One request to another origin. */
export interface EgressEntry {
  readonly id: string;
  /** When it was let out or refused, Unix ms. */
  readonly atMs: number;
  /** With the port, where there is one. */
  readonly host: string;
  /** Of the body; a download has none. */
  readonly bytesOut: number;
  /** Of the answer's body as far as it was read, unpacked. */
  readonly bytesIn: number;
  readonly owner: EgressOwner;
  readonly conversationId: ConversationId | null;
  readonly decisionId: DecisionId | null;
  /**
   * - `sent`: it was let out.
   * - `failed`: it was let out and came to no whole answer; its bytes count as having left.
   * - `refused`: nothing of it left.
   */
  readonly outcome: 'sent' | 'refused' | 'failed';
}

/**
 * Every request to another origin, written before it leaves: what cannot be recorded does not leave.
 * Rejects with `HearthError` (`storage-full`, `storage-blocked`).
 */
export interface EgressLedger {
  /** A second entry with the same id replaces the first. */
  record(entry: EgressEntry): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly EgressEntry[]>;
  /** Calls back when anything changed, in whichever tab or worker. */
  subscribe(changed: () => void): () => void;
  clear(): Promise<void>;
}
