import { describe, expect, it } from 'vitest';
import { endpointId } from './ids.ts';
import { parseSettings } from './parse-settings.ts';
import type { Settings } from './settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const CHOSEN: Settings = {
  mode: 'ask',
  engine: 'wasm',
  theme: 'dark',
  sampling: { temperature: 0.7, topP: 0.9, maxTokens: 64 },
  endpoints: [
    {
      id: endpointId('e1'),
      name: 'Office',
      url: 'https://api.example.com/v1',
      model: 'big',
      tier: 'medium',
      privacy: 'company',
      price: { input: 0.4, output: 1.6 },
      contextWindow: 128_000,
    },
  ],
  routing: {
    threshold: 0.25,
    monthlyBudget: 5,
    rules: [{ id: 'r1', when: 'contains', value: 'salary', route: 'device' }],
    consents: ['hard-prompt'],
    larger: 'load',
    selfCheck: true,
  },
  airtight: true,
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

  it('of a time with one endpoint make it the first of the list, with what its address tells', () => {
    const { endpoints: _, ...former } = CHOSEN;
    const of = (cloud: object) => parseSettings({ ...former, cloud }).endpoints;
    const unknown = { name: '', price: null, contextWindow: null };
    expect(of({ endpointUrl: 'https://api.example.com/v1', model: 'big' })).toEqual([
      {
        id: 'first',
        url: 'https://api.example.com/v1',
        model: 'big',
        tier: 'frontier',
        privacy: 'third-party',
        ...unknown,
      },
    ]);
    expect(of({ endpointUrl: 'http://localhost:11434/v1', model: 'llama' })).toEqual([
      { id: 'first', url: 'http://localhost:11434/v1', model: 'llama', tier: 'medium', privacy: 'mine', ...unknown },
    ]);
    expect(of({ endpointUrl: '', model: '' })).toEqual([]);
  });

  it('lose an endpoint or a rule that cannot be read, and take what is unknown of one for the least private', () => {
    const endpoints = [
      { url: 'https://no.id' },
      7,
      { id: 'e', url: 'https://x.example', privacy: 'nobody', price: { input: -1 } },
    ];
    const routing = {
      threshold: 7,
      rules: [{ id: 'r', when: 'moon', value: '', route: 'ask' }],
      consents: ['mode-cloud', 'hard-prompt', 3],
    };
    const parsed = parseSettings({ endpoints, routing });
    expect(parsed.endpoints).toEqual([
      {
        id: 'e',
        name: '',
        url: 'https://x.example',
        model: '',
        tier: 'frontier',
        privacy: 'third-party',
        price: null,
        contextWindow: null,
      },
    ]);
    expect(parsed.routing).toEqual({ ...DEFAULT_SETTINGS.routing, consents: ['hard-prompt'] });
  });

  it.each([null, undefined, 3, 'text', [], { sampling: null, cloud: 7 }])(
    'fall back to the defaults for %j',
    (stored) => {
      expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS);
    },
  );
});
