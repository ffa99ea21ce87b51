import { describe, expect, it } from 'vitest';
import { parseSettings } from './parse-settings.ts';
import type { Settings } from './settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const CHOSEN: Settings = {
  mode: 'ask',
  engine: 'wasm',
  theme: 'dark',
  sampling: { temperature: 0.7, topP: 0.9, maxTokens: 64 },
  cloud: { endpointUrl: 'https://api.example.com/v1', model: 'big' },
  downloads: { mirrorUrl: 'https://models.example.com', maxBytesPerSecond: 5_000_000 },
  modelFolder: 'phi-3-mini',
};

describe('stored settings', () => {
  it('come back as they were', () => {
    expect(parseSettings(JSON.parse(JSON.stringify(CHOSEN)))).toEqual(CHOSEN);
  });

  it('lose one bad field, not the others', () => {
    expect(
      parseSettings({ ...CHOSEN, mode: 'everything', sampling: { temperature: 9, topP: 0, maxTokens: 64 } }),
    ).toEqual({
      ...CHOSEN,
      mode: DEFAULT_SETTINGS.mode,
      sampling: {
        temperature: DEFAULT_SETTINGS.sampling.temperature,
        topP: DEFAULT_SETTINGS.sampling.topP,
        maxTokens: 64,
      },
    });
  });

  it.each([null, undefined, 3, 'text', [], { sampling: null, cloud: 7 }])(
    'fall back to the defaults for %j',
    (stored) => {
      expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS);
    },
  );
});
