import { describe, expect, it } from 'vitest';
import { errorInfo } from '../../core/errors.ts';
import { storedModel } from '../../testing/scripted-models.ts';
import { leftText, pinnedText, progressText, stateText, usedText } from './transfer-text.ts';

const plain = (text: string | null) => text?.replaceAll('\u00A0', ' ');

describe('the progress of a download', () => {
  it('gives bytes, rate and time left', () => {
    const state = { type: 'downloading', bytesPerSecond: 24.1e6, leftMs: 65_000 } as const;
    const model = storedModel({ folder: 'phi', state, storedBytes: 812e6, totalBytes: 2.39e9 });
    expect(plain(progressText(model))).toBe('812 MB of 2.39 GB · 24.1 MB/s · 1 min left');
  });

  it('gives no time left and no total before they are known', () => {
    const state = { type: 'downloading', bytesPerSecond: 0, leftMs: null } as const;
    expect(plain(progressText(storedModel({ folder: 'phi', state, storedBytes: 0, totalBytes: null })))).toBe(
      '0 bytes · 0 bytes/s',
    );
  });
});

it.each([
  [200, '1 s'],
  [59_400, '59 s'],
  [61_000, '1 min'],
  [3_570_000, '1 h 0 min'],
  [7_500_000, '2 h 5 min'],
])('writes %d ms left as %s', (leftMs, text) => {
  expect(leftText(leftMs)).toBe(text);
});

describe('the state of a model', () => {
  it('is silent when there is nothing to say', () => {
    expect(stateText(storedModel({ folder: 'phi' }))).toBeNull();
  });

  it('says what is kept when a download failed', () => {
    const state = { type: 'failed', error: errorInfo('storage-full') } as const;
    expect(stateText(storedModel({ folder: 'phi', state, storedBytes: 5 }))).toMatch(/is full.*is kept\.$/);
    expect(stateText(storedModel({ folder: 'phi', state, storedBytes: 0 }))).not.toMatch(/has arrived/);
    const full = { type: 'failed', error: errorInfo('model-storage-full') } as const;
    expect(stateText(storedModel({ folder: 'phi', state: full, storedBytes: 5 }))?.match(/is kept/g)).toHaveLength(1);
  });

  it('says how much a repair fetches', () => {
    const state = { type: 'damaged', badBytes: 1_048_576 } as const;
    expect(plain(stateText(storedModel({ folder: 'phi', state })))).toMatch(/^1\.05 MB are damaged/);
  });
});

describe('an update', () => {
  const update = { revision: 'new', storedBytes: 5e6, totalBytes: 2e9 };
  const coming = { type: 'downloading', bytesPerSecond: 1e6, leftMs: null } as const;

  it('counts the bytes of the newer revision, not those of the old one', () => {
    expect(plain(progressText(storedModel({ folder: 'phi', state: coming, update })))).toBe('5 MB of 2 GB · 1 MB/s');
  });

  it('says that the old revision can be used, also when it failed', () => {
    const failed = { type: 'failed', error: errorInfo('hub-not-found') } as const;
    for (const state of [coming, failed])
      expect(stateText(storedModel({ folder: 'phi', state, update }))).toMatch(/can still be used\.$/);
    const state = { type: 'verifying', checkedBytes: 0 } as const;
    expect(stateText(storedModel({ folder: 'phi', state, update }))).toBe('Checking every byte…');
  });
});

it('learns checksums with a download, and says so afterwards', () => {
  expect(pinnedText(storedModel({ folder: 'phi', state: { type: 'paused' } }))).toMatch(/are learnt/);
  expect(pinnedText(storedModel({ folder: 'phi' }))).toMatch(/were learnt/);
});

it.each([
  [null, ', not used yet'],
  [1_000_000, ', used today'],
  [-90_000_000, ', used yesterday'],
  [-400_000_000, ', used 4 days ago'],
])('says of a use at %j: %s', (lastUsedMs, text) => {
  expect(usedText(storedModel({ folder: 'phi', lastUsedMs }), 1_000_000)).toBe(text);
});

it('says nothing of the use of what is not here yet', () => {
  expect(usedText(storedModel({ folder: 'phi', state: { type: 'queued' } }), 0)).toBe('');
});
