import { describe, expect, it } from 'vitest';
import { TestHearth } from '../testing/test-hearth.ts';

describe('airtight mode', () => {
  it('is handed to the gate when it is switched', async () => {
    const test = new TestHearth();
    await test.hearth.start();
    test.actions.changeSettings({ airtight: true });
    await test.settle();
    expect(test.airtight.isOn).toBe(true);
    test.actions.changeSettings({ airtight: false });
    await test.settle();
    expect(test.airtight.isOn).toBe(false);
  });

  it('holds in every tab once it is switched in one', async () => {
    const test = new TestHearth();
    await test.hearth.start();
    test.airtight.switchElsewhere(true);
    expect(test.state.settings.airtight).toBe(true);
    expect(test.settings.settings.airtight).toBe(true);
  });

  it('is restored at the gate where that has forgotten it', async () => {
    const test = new TestHearth({ settings: { airtight: true } });
    await test.hearth.start();
    await test.settle();
    expect(test.airtight.isOn).toBe(true);
    expect(test.state.settings.airtight).toBe(true);
  });
});

it('deleting all data empties the ledger and ends airtight mode', async () => {
  const test = new TestHearth({ settings: { airtight: true } });
  await test.hearth.start();
  await test.ledger.record({
    id: 'a',
    atMs: 1,
    host: 'h',
    bytesOut: 1,
    bytesIn: 1,
    owner: 'cloud',
    conversationId: null,
    decisionId: null,
    outcome: 'sent',
  });
  await test.actions.deleteAllData();
  expect(await test.ledger.list()).toEqual([]);
  expect(test.airtight.isOn).toBe(false);
});
