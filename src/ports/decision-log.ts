import type { DecisionRecord } from '../core/routing/decision-record.ts';

/** Every decision and what came of it, on this device alone. Rejects with `HearthError`, as the conversation store. */
export interface DecisionLog {
  /** Replaces the one with its id. Writes reach the store in the order they were asked for. */
  write(record: DecisionRecord): Promise<void>;
  /** Oldest first. What cannot be read is left out, and stays stored. */
  list(): Promise<readonly DecisionRecord[]>;
  clear(): Promise<void>;
  /** Calls back when another tab changed something. */
  subscribe(onChange: () => void): () => void;
}
