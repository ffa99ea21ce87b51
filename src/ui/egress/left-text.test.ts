import { describe, expect, it } from 'vitest';
import { conversationId } from '../../core/ids.ts';
import type { EgressEntry } from '../../ports/egress-ledger.ts';
import { bytesLeft, leftText } from './left-text.ts';

const [here, there] = [conversationId('here'), conversationId('there')];

function entry(change: Partial<EgressEntry>): EgressEntry {
  return {
    id: 'a',
    atMs: 1,
    host: 'h',
    bytesOut: 1000,
    bytesIn: 5,
    owner: 'cloud',
    conversationId: here,
    decisionId: null,
    outcome: 'sent',
    ...change,
  };
}

describe('what left', () => {
  it('counts the conversation asked for, also what failed on its way, never what was refused', () => {
    const entries = [
      entry({}),
      entry({ outcome: 'failed', bytesOut: 204 }),
      entry({ outcome: 'refused', bytesOut: 7 }),
      entry({ conversationId: there, bytesOut: 11 }),
    ];
    expect(bytesLeft(entries, here)).toBe(1204);
    expect(bytesLeft(entries)).toBe(1215);
    expect(bytesLeft([], here)).toBe(0);
  });

  it('is said to the byte', () => {
    expect(leftText(0)).toBe('0 bytes left this device');
    expect(leftText(1)).toBe('1 byte left this device');
    expect(leftText(1204)).toBe('1,204 bytes left this device');
  });
});
