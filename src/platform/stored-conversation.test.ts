import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HearthError } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import { STORED_VERSION, fromStored, toStored } from './stored-conversation.ts';

const FIXTURES = new URL('fixtures/', import.meta.url);

interface Fixture {
  version: number;
  conversation: { id: unknown; turns: { device: { text: unknown; end: Record<string, unknown> } }[] };
}

/** A fresh copy each time; the files were written by the version in their name, and are never changed. */
function fixture(version = STORED_VERSION): Fixture {
  return JSON.parse(readFileSync(new URL(`conversation-v${version}.json`, FIXTURES), 'utf8'));
}

function codeOf(record: unknown): ErrorCode | null {
  try {
    fromStored(record);
    return null;
  } catch (caught) {
    if (caught instanceof HearthError) return caught.info.code;
    throw caught;
  }
}

describe('a stored chat', () => {
  it('has a fixture of every version there ever was', () => {
    const versions = Array.from({ length: STORED_VERSION }, (_, index) => `conversation-v${index + 1}.json`);
    expect(readdirSync(FIXTURES).toSorted()).toEqual(versions.toSorted());
  });

  it.each(Array.from({ length: STORED_VERSION }, (_, index) => index + 1))('of version %i opens', (version) => {
    const { turns } = fromStored(fixture(version));
    expect(turns.map(({ prompt, shown }) => [prompt, shown])).toEqual([
      ['What is Hearth?', 'cloud'],
      ['Write a novel', 'device'],
      ['Not answered yet', 'device'],
    ]);
    expect(turns[0]?.device?.text).toBe('Hearth is a private AI that stays home 🏠.');
    expect(turns[0]?.cloud?.end).toEqual({
      type: 'failed',
      error: { code: 'cloud-rate-limited', detail: 'slow down', httpStatus: 429, retryAfterMs: 2000 },
    });
    expect(turns[1]?.device?.end).toEqual({ type: 'interrupted' });
    expect(turns[1]?.cloud?.end).toMatchObject({ type: 'ended', reason: 'length', usage: { prefillMs: null } });
  });

  it('is written as it is read: nothing is lost on the way', () => {
    const { version, conversation } = fixture();
    expect(toStored(fromStored(fixture()))).toEqual({ version, conversation: { labelledAtMs: 0, ...conversation } });
  });

  it('of a newer version is refused as such, whatever its shape, and untouched', () => {
    for (const conversation of [fixture().conversation, { all: 'new' }, null]) {
      const record = { version: STORED_VERSION + 1, conversation };
      const before = structuredClone(record);
      expect(codeOf(record)).toBe('stored-data-newer');
      expect(record).toEqual(before);
    }
  });

  it('with the error code of another version still opens', () => {
    const record = fixture();
    const [first] = record.conversation.turns;
    if (first) first.device.end = { type: 'failed', error: { code: 'invented-later' } };
    expect(fromStored(record).turns[0]?.device?.end).toEqual({ type: 'failed', error: { code: 'invented-later' } });
  });

  const damages: Record<string, (record: Fixture) => unknown> = {
    'is no record': () => 'text',
    'is null': () => null,
    'has no version': ({ conversation }) => ({ conversation }),
    'has a version that never was': (record) => ({ ...record, version: 0 }),
    'has half a version': (record) => ({ ...record, version: 0.5 }),
    'has no conversation': ({ version }) => ({ version }),
    'has no id': (record) => ({ ...record, conversation: { ...record.conversation, id: 7 } }),
    'has no turns': (record) => ({ ...record, conversation: { ...record.conversation, turns: 'none' } }),
    'has a text that is none': (record) => {
      const [first] = record.conversation.turns;
      if (first) first.device.text = 7;
      return record;
    },
    'has an end of no kind': (record) => {
      const [first] = record.conversation.turns;
      if (first) first.device.end = { type: 'evaporated' };
      return record;
    },
  };
  it.each(Object.entries(damages))('that %s is damaged, and untouched', (_name, damage) => {
    const record = damage(fixture());
    const before = structuredClone(record);
    expect(codeOf(record)).toBe('stored-data-corrupt');
    expect(record).toEqual(before);
  });
});
