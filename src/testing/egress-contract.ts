import { conversationId, decisionId } from '../core/ids.ts';
import type { EgressEntry, EgressLedger } from '../ports/egress-ledger.ts';
import { equal } from './checks.ts';

/** Each call gives one more tab or worker on the same, at first empty ledger. */
export type OpenLedger = () => EgressLedger;

/** What every ledger keeps to. Run against each: in Vitest, and in a browser page. */
export const EGRESS_CONTRACT: Readonly<Record<string, (open: OpenLedger) => Promise<void>>> = {
  'is empty at first': async (open) => {
    equal(await open().list(), [], 'list');
  },

  'lists what was recorded, in every detail, newest first': async (open) => {
    const ledger = open();
    const [older, newer] = [entry('a', 1), { ...entry('b', 2), owner: 'download', conversationId: null } as const];
    await ledger.record(newer);
    await ledger.record(older);
    equal(await ledger.list(), [newer, older], 'list');
  },

  'takes a second entry with the same id for the first': async (open) => {
    const ledger = open();
    await ledger.record(entry('a', 1));
    const completed = { ...entry('a', 1), bytesIn: 99, outcome: 'failed' } as const;
    await ledger.record(completed);
    equal(await ledger.list(), [completed], 'list');
  },

  'is one for all tabs and workers, and tells each of a change': async (open) => {
    const [ours, theirs] = [open(), open()];
    const told = new Promise<void>((resolve) => {
      theirs.subscribe(resolve);
    });
    await ours.record(entry('a', 1));
    await told;
    equal((await theirs.list()).length, 1, 'entries');
  },

  'tells who subscribed here too, and nobody who left': async (open) => {
    const ledger = open();
    let told = 0;
    const leave = ledger.subscribe(() => {
      told += 1;
    });
    await ledger.record(entry('a', 1));
    equal(told, 1, 'told');
    leave();
    await ledger.record(entry('b', 2));
    equal(told, 1, 'told after leaving');
  },

  'forgets everything when it is cleared': async (open) => {
    await open().record(entry('a', 1));
    await open().clear();
    equal(await open().list(), [], 'list');
  },
};

function entry(id: string, atMs: number): EgressEntry {
  return {
    id,
    atMs,
    host: 'api.example.com:8443',
    bytesOut: 1204,
    bytesIn: 0,
    owner: 'cloud',
    conversationId: conversationId('chat'),
    decisionId: decisionId('decision'),
    outcome: 'sent',
  };
}
