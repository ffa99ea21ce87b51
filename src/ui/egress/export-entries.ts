import type { EgressEntry } from '../../ports/egress-ledger.ts';

/** Saves the whole list as JSON Lines, as it is stored. It holds no words and no key. */
export function exportEntries(entries: readonly EgressEntry[]): void {
  const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);
  const url = URL.createObjectURL(new Blob(lines, { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'hearth-egress.jsonl';
  link.click();
  // After the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
