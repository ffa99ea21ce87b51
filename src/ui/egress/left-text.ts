import type { ConversationId } from '../../core/ids.ts';
import type { EgressEntry } from '../../ports/egress-ledger.ts';
import { formatCount } from '../shared/format-figure.ts';

/** Bytes of request bodies that went out, of one conversation or of all. */
export function bytesLeft(entries: readonly EgressEntry[], conversation?: ConversationId | null): number {
  return entries
    .filter((entry) => entry.outcome !== 'refused')
    .filter((entry) => conversation === undefined || entry.conversationId === conversation)
    .reduce((sum, { bytesOut }) => sum + bytesOut, 0);
}

/** To the byte: the promise is about the last one too. */
export function leftText(bytes: number): string {
  return `${formatCount(bytes)} ${bytes === 1 ? 'byte' : 'bytes'} left this device`;
}
