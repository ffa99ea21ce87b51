import { clear, createStore, set, values, type UseStore } from 'idb-keyval';
import { conversationId, decisionId } from '../core/ids.ts';
import type { EgressEntry, EgressLedger } from '../ports/egress-ledger.ts';

const NAME = 'hearth-egress';
const OWNERS = ['cloud', 'download', 'unknown'] as const;
const OUTCOMES = ['sent', 'refused', 'failed'] as const;

/**
 * The ledger in IndexedDB, written where the bytes are: the service worker before it lets a request out, the worker
 * that asked when it has read the answer. Rejects as IndexedDB does.
 */
export function openEgressRecords(database = NAME): EgressLedger {
  let opened: UseStore | null = null;
  const store = () => (opened ??= createStore(database, 'entries'));
  const channel = new BroadcastChannel(database);
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  channel.addEventListener('message', tell);
  const changed = () => {
    tell();
    channel.postMessage('changed');
  };

  return {
    async record(entry) {
      await set(entry.id, entry, store());
      changed();
    },
    async list() {
      const stored = await values<unknown>(store());
      return stored.flatMap((value) => readEntry(value) ?? []).toSorted((a, b) => b.atMs - a.atMs);
    },
    subscribe(listener) {
      // One of its own: the same function may be given twice.
      const own = () => listener();
      listeners.add(own);
      return () => listeners.delete(own);
    },
    async clear() {
      await clear(store());
      changed();
    },
  };
}

/** What another version or a damaged disk left is passed over. */
function readEntry(stored: unknown): EgressEntry | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const field = (name: string): unknown => Reflect.get(stored, name);
  const [id, host, atMs] = [field('id'), field('host'), field('atMs')];
  const [bytesOut, bytesIn] = [field('bytesOut'), field('bytesIn')];
  const owner = OWNERS.find((known) => known === field('owner'));
  const outcome = OUTCOMES.find((known) => known === field('outcome'));
  const [conversation, decision] = [field('conversationId'), field('decisionId')];
  if (typeof id !== 'string' || typeof host !== 'string' || owner === undefined || outcome === undefined) return null;
  if (typeof atMs !== 'number' || typeof bytesOut !== 'number' || typeof bytesIn !== 'number') return null;
  return {
    id,
    atMs,
    host,
    bytesOut,
    bytesIn,
    owner,
    outcome,
    conversationId: typeof conversation === 'string' ? conversationId(conversation) : null,
    decisionId: typeof decision === 'string' ? decisionId(decision) : null,
  };
}
