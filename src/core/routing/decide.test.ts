import { describe, expect, it } from 'vitest';
import { errorInfo } from '../errors.ts';
import { endpointId } from '../ids.ts';
import { measured } from '../quantity.ts';
import type { AnswerMode } from '../settings.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { decide } from './decide.ts';
import type { FlagReason } from './decision.ts';
import type { Difficulty } from './difficulty.ts';
import { type Endpoint, newEndpoint } from './endpoint.ts';
import type { LargerModel } from './larger-model.ts';
import type { RouteFacts } from './route-facts.ts';
import type { RuleRoute } from './rule.ts';

const FRONTIER: Endpoint = { ...newEndpoint(endpointId('far')), url: 'https://api.example.com/v1', model: 'big' };
const MEDIUM: Endpoint = {
  ...newEndpoint(endpointId('near')),
  url: 'http://192.168.1.20:8000/v1',
  model: 'medium',
  tier: 'medium',
  privacy: 'mine',
};
const HARD: Difficulty = {
  localFails: 0.9,
  strongFails: 0.1,
  score: 0.8,
  coverage: 0.9,
  features: [{ name: 'prove', weight: 0.4 }],
  task: 'maths',
  taskProbability: 0.8,
};
const MODES: readonly AnswerMode[] = ['device', 'ask', 'cloud'];
const FLAGS: readonly (FlagReason | null)[] = [
  null,
  'user-asked',
  'model-escalated',
  'context-overflow',
  'device-failed',
  'mode-cloud',
  'hard-prompt',
  'weak-answer',
];

function facts(change: Partial<RouteFacts> = {}): RouteFacts {
  return {
    mode: 'ask',
    flag: null,
    evidence: [],
    prompt: 'Write a poem about a river.',
    promptTokens: 8,
    isOnline: true,
    isAirtight: false,
    isLocked: false,
    endpoints: [FRONTIER],
    endpointError: null,
    budgetLeft: null,
    routing: DEFAULT_SETTINGS.routing,
    hasChatConsent: false,
    sensitive: [],
    model: { name: 'Ember', contextWindow: 1024, languages: ['en'], trouble: null },
    larger: [],
    difficulty: null,
    ...change,
  };
}

const rule = (route: RuleRoute) => ({
  ...DEFAULT_SETTINGS.routing,
  rules: [{ id: 'r', when: 'contains' as const, value: 'POEM', route }],
});
const codes = (change: Partial<RouteFacts>) => decide(facts(change)).reasons.map(({ code }) => code);

describe('mode and flag', () => {
  /** What a person who reads the mode switch expects, case by case. */
  const table: readonly (readonly [AnswerMode, FlagReason | null, 'device' | 'ask' | 'cloud'])[] = [
    ['device', null, 'device'],
    ['device', 'user-asked', 'ask'],
    ['device', 'model-escalated', 'device'],
    ['device', 'context-overflow', 'device'],
    ['device', 'device-failed', 'device'],
    ['ask', null, 'device'],
    ['ask', 'user-asked', 'ask'],
    ['ask', 'model-escalated', 'ask'],
    ['ask', 'context-overflow', 'ask'],
    ['ask', 'device-failed', 'ask'],
    ['cloud', null, 'cloud'],
    ['cloud', 'user-asked', 'cloud'],
    ['cloud', 'model-escalated', 'cloud'],
    ['cloud', 'context-overflow', 'cloud'],
    ['cloud', 'device-failed', 'cloud'],
  ];
  it.each(table)('in mode %s with flag %s goes to %s', (mode, flag, route) => {
    expect(decide(facts({ mode, flag })).route).toBe(route);
  });

  it('send nothing without asking unless the mode is Cloud or the user consented', () => {
    const prompts = ['Hi', 'What is the weather today?', 'Prove it', 'Wie geht es dir und was ist das für ein Haus?'];
    for (const mode of ['device', 'ask'] as const) {
      for (const flag of FLAGS) {
        for (const prompt of prompts) {
          expect(decide(facts({ mode, flag, prompt, difficulty: HARD })).route).not.toBe('cloud');
        }
      }
    }
  });

  it.each([
    ['for the chat', { hasChatConsent: true }],
    ['for this reason', { routing: { ...DEFAULT_SETTINGS.routing, consents: ['model-escalated' as const] } }],
  ])('send at once with consent %s', (_, consent) => {
    expect(decide(facts({ flag: 'model-escalated', ...consent })).route).toBe('cloud');
  });

  it('ask all the same where the consent is for another reason', () => {
    const routing = { ...DEFAULT_SETTINGS.routing, consents: ['weak-answer' as const] };
    expect(decide(facts({ flag: 'model-escalated', routing })).route).toBe('ask');
  });
});

describe('a wall', () => {
  const walls: readonly (readonly [string, Partial<RouteFacts>, string, 'device' | 'refuse'])[] = [
    ['airtight mode', { isAirtight: true }, 'cloud-airtight', 'device'],
    ['the lock of the chat', { isLocked: true }, 'cloud-locked', 'device'],
    ['no endpoint', { endpoints: [] }, 'cloud-not-configured', 'refuse'],
    ['a bad address', { endpoints: [], endpointError: errorInfo('cloud-bad-url') }, 'cloud-bad-url', 'refuse'],
    ['no network', { isOnline: false }, 'cloud-offline', 'refuse'],
    [
      'a budget that is spent',
      { budgetLeft: 0, endpoints: [{ ...FRONTIER, price: { input: 1, output: 1 } }] },
      'cloud-budget-spent',
      'refuse',
    ],
  ];
  it.each(walls)('of %s lets nothing leave, in any mode, with any flag and consent', (_, change, code, inCloudMode) => {
    for (const mode of MODES) {
      for (const flag of FLAGS) {
        const decision = decide(facts({ mode, flag, hasChatConsent: true, difficulty: HARD, ...change }));
        expect(['device', 'refuse']).toContain(decision.route);
      }
    }
    const asked = decide(facts({ flag: 'user-asked', ...change }));
    expect(asked).toMatchObject({ route: 'refuse', error: { code } });
    expect(decide(facts({ mode: 'cloud', ...change })).route).toBe(inCloudMode);
  });

  it('of no network leaves a server in the own network, one of the budget a free one', () => {
    const priced = { ...FRONTIER, price: { input: 1, output: 1 } };
    const both = [priced, MEDIUM];
    expect(decide(facts({ mode: 'cloud', isOnline: false, endpoints: both }))).toMatchObject({ endpointId: 'near' });
    expect(decide(facts({ mode: 'cloud', budgetLeft: 0, endpoints: both, difficulty: HARD }))).toMatchObject({
      endpointId: 'near',
    });
  });
});

describe('a rule of the user’s', () => {
  const table: readonly (readonly [RuleRoute, AnswerMode, FlagReason | null, string])[] = [
    ['device', 'cloud', null, 'device'],
    ['device', 'ask', 'model-escalated', 'device'],
    ['device', 'ask', 'user-asked', 'ask'],
    ['device', 'cloud', 'user-asked', 'ask'],
    ['ask', 'ask', null, 'ask'],
    ['ask', 'cloud', null, 'ask'],
    ['ask', 'device', null, 'device'],
    ['cloud', 'ask', null, 'cloud'],
    ['cloud', 'device', null, 'device'],
  ];
  it.each(table)('for %s in mode %s with flag %s: %s', (wanted, mode, flag, route) => {
    expect(decide(facts({ routing: rule(wanted), mode, flag })).route).toBe(route);
  });

  it('applies by text, length, topic and task, and the first one decides', () => {
    const applies = (when: 'contains' | 'longer' | 'topic' | 'task', value: string, change: Partial<RouteFacts> = {}) =>
      codes({
        routing: { ...DEFAULT_SETTINGS.routing, rules: [{ id: 'r', when, value, route: 'ask' }] },
        ...change,
      }).includes('rule');
    expect(applies('contains', 'river')).toBe(true);
    expect(applies('contains', ' ')).toBe(false);
    expect(applies('longer', '5')).toBe(true);
    expect(applies('longer', '6')).toBe(false);
    expect(applies('topic', 'health', { prompt: 'My doctor says I need surgery' })).toBe(true);
    expect(applies('topic', 'health')).toBe(false);
    expect(applies('task', 'maths', { difficulty: HARD })).toBe(true);
    expect(applies('task', 'maths')).toBe(false);
    const [first] = rule('device').rules;
    const rules = [
      ...(first === undefined ? [] : [first]),
      { id: 's', when: 'longer' as const, value: '1', route: 'cloud' as const },
    ];
    expect(decide(facts({ routing: { ...DEFAULT_SETTINGS.routing, rules } })).route).toBe('device');
  });
});

describe('a secret in the text', () => {
  it('is shown before it leaves, whatever was consented to', () => {
    const sensitive = ['a password'];
    for (const mode of MODES) {
      for (const flag of FLAGS) {
        expect(decide(facts({ mode, flag, sensitive, hasChatConsent: true, routing: rule('cloud') })).route).not.toBe(
          'cloud',
        );
      }
    }
    expect(decide(facts({ mode: 'cloud', sensitive })).route).toBe('ask');
  });
});

describe('what the model on the device lacks', () => {
  const table: readonly (readonly [string, string])[] = [
    ['What is the weather in Berlin today?', 'live-data'],
    ['Give me the latest news about the election', 'live-data'],
    ['What time is it?', 'live-data'],
    ['Search the web for cheap flights', 'tool'],
    ['Draw a picture of a cat', 'modality'],
    ['What is in this image?', 'modality'],
    ['Wie ist das Wetter und was soll ich mit der Zeit anfangen?', 'language'],
    ['今日の天気はどうですか', 'language'],
    ['x'.repeat(8000), 'too-long'],
  ];
  it.each(table)('%s → %s', (prompt, code) => {
    expect(codes({ prompt })).toContain(code);
    expect(decide(facts({ prompt })).route).toBe('ask');
    expect(decide(facts({ prompt, mode: 'device' })).route).toBe('device');
  });

  it.each([
    'Write a poem about the weather',
    'Explain how images are compressed',
    'How do I make a plan for today?',
    'Summarise: the meeting was moved to Tuesday.',
    'Danke!',
  ])('nothing for %s', (prompt) => {
    expect(decide(facts({ prompt })).route).toBe('device');
  });

  it('any language where it is not known which it has, and everything where no model is there', () => {
    const model = { name: 'Phi', contextWindow: 4096, languages: null, trouble: null };
    expect(decide(facts({ prompt: '今日の天気はどうですか', model })).route).toBe('device');
    expect(decide(facts({ model: { ...model, trouble: errorInfo('engine-crashed') } }))).toMatchObject({
      route: 'ask',
      flag: 'device-failed',
    });
  });
});

describe('the difficulty', () => {
  it('flags from the threshold on', () => {
    const at = (threshold: number) =>
      decide(facts({ difficulty: HARD, routing: { ...DEFAULT_SETTINGS.routing, threshold } })).route;
    expect(at(0.79)).toBe('ask');
    expect(at(0.8)).toBe('ask');
    expect(at(0.81)).toBe('device');
  });

  it('is not used for a prompt unlike anything seen, and says so', () => {
    const change = { difficulty: { ...HARD, coverage: 0.2 } };
    expect(decide(facts(change)).route).toBe('device');
    expect(codes(change)).toContain('unknown-words');
  });

  it('is not used for a task that it was not learnt from, and says so', () => {
    const change = { difficulty: { ...HARD, task: 'rewrite' as const } };
    expect(decide(facts(change)).route).toBe('device');
    expect(codes(change)).toContain('unknown-task');
  });

  it('asks the smallest endpoint that clears the bar', () => {
    const asked = (threshold: number, change: Partial<RouteFacts> = {}) =>
      decide(
        facts({
          difficulty: HARD,
          endpoints: [FRONTIER, MEDIUM],
          routing: { ...DEFAULT_SETTINGS.routing, threshold },
          ...change,
        }),
      );
    expect(asked(0.5)).toMatchObject({ route: 'ask', endpointId: 'near' });
    expect(asked(0.1)).toMatchObject({ route: 'ask', endpointId: 'far' });
    const small = { ...MEDIUM, contextWindow: 4096 };
    expect(asked(0.5, { endpoints: [small, FRONTIER], promptTokens: 5000 })).toMatchObject({ endpointId: 'far' });
  });
});

describe('a larger model that is stored here', () => {
  const PHI: LargerModel = {
    folder: 'phi',
    name: 'Phi',
    parameters: 3.8e9,
    contextWindow: 4096,
    isTight: false,
    loadMs: measured(4000),
  };
  const larger = [PHI];
  const load = { ...DEFAULT_SETTINGS.routing, larger: 'load' as const };
  const decided = (change: Partial<RouteFacts>) => decide(facts({ larger, ...change }));

  const after: readonly FlagReason[] = ['model-escalated', 'context-overflow', 'weak-answer'];
  it.each(after)('comes before any cloud when the answer raises %s, in modes On device and Ask me', (flag) => {
    for (const mode of ['device', 'ask'] as const) {
      expect(decided({ flag, mode })).toMatchObject({ route: 'switch', flag, isAsked: true, larger: PHI });
      expect(decided({ flag, mode, routing: load })).toMatchObject({ route: 'switch', isAsked: false });
      expect(decided({ flag, mode, larger: [] }).route).not.toBe('switch');
    }
  });

  it('is offered beside the answer of the small one where the prompt alone is flagged', () => {
    expect(decided({ difficulty: HARD, routing: { ...load, larger: 'offer', threshold: 0.5 } })).toMatchObject({
      route: 'device',
      beyond: 'hard-prompt',
    });
    expect(decided({ difficulty: HARD, routing: { ...load, threshold: 0.5 } })).toMatchObject({
      route: 'switch',
      flag: 'hard-prompt',
    });
    const german = 'Wie ist das Wetter und was soll ich mit der Zeit anfangen?';
    expect(decided({ prompt: german, routing: load })).toMatchObject({ route: 'switch', flag: 'missing-ability' });
    expect(decided({ prompt: 'x'.repeat(8000), routing: load })).toMatchObject({ flag: 'context-overflow' });
  });

  it('does not help with what no model has: live data, tools, pictures', () => {
    for (const prompt of [
      'What is the weather in Berlin today?',
      'Search the web for flights',
      'Draw a picture of it',
    ]) {
      expect(decided({ prompt, routing: load }).route).toBe('ask');
      expect(decided({ prompt, routing: load, mode: 'device' }).route).toBe('device');
    }
  });

  it('is left alone where the user wants that, or the cloud', () => {
    const flag = 'model-escalated';
    expect(decided({ flag, routing: { ...load, larger: 'leave' } }).route).toBe('ask');
    expect(decided({ flag: 'user-asked', routing: load }).route).toBe('ask');
    expect(decided({ flag, mode: 'cloud', routing: load }).route).not.toBe('ask');
    expect(decided({ mode: 'cloud', difficulty: HARD, routing: load }).route).toBe('cloud');
    expect(decided({ routing: { ...rule('ask'), larger: 'load' }, difficulty: HARD })).toMatchObject({
      route: 'ask',
      flag: 'user-rule',
    });
  });

  it('is not asked about where a standing yes sends it at once, but loaded where it loads by itself', () => {
    const consents = ['model-escalated' as const];
    expect(decided({ flag: 'model-escalated', routing: { ...load, larger: 'offer', consents } }).route).toBe('cloud');
    expect(decided({ flag: 'model-escalated', routing: { ...load, consents } }).route).toBe('switch');
    const tight = [{ ...PHI, isTight: true }];
    expect(decided({ flag: 'model-escalated', larger: tight, routing: { ...load, consents } }).route).toBe('cloud');
    expect(decided({ flag: 'model-escalated', larger: tight, routing: load })).toMatchObject({ isAsked: true });
  });

  it('answers where nothing may leave: a locked chat, airtight mode, no endpoint, a rule for this device', () => {
    const walls: readonly Partial<RouteFacts>[] = [
      { isLocked: true },
      { isAirtight: true },
      { endpoints: [] },
      { isOnline: false },
      { routing: { ...rule('device'), larger: 'load' } },
    ];
    for (const wall of walls) {
      expect(decided({ routing: load, difficulty: HARD, ...wall })).toMatchObject({ route: 'switch' });
    }
  });

  it('that would hardly be large enough gives way to the cloud, and is the last resort without one', () => {
    const smol = [{ ...PHI, name: 'Smol', parameters: 135e6 }];
    const outside = decided({ difficulty: HARD, larger: smol, routing: load });
    expect(outside.route).toBe('ask');
    expect(outside.reasons.map(({ text }) => text).join(' ')).toContain('Smol, stored on this device, would hardly');
    expect(decided({ difficulty: HARD, larger: smol, routing: load, mode: 'device' }).route).toBe('switch');
  });

  it('is explained with what the answer said, its name and what loading takes', () => {
    const { reasons } = decided({ flag: 'model-escalated' });
    const said = reasons.map(({ text }) => text);
    expect(said).toContain('Ember says that this needs a bigger model.');
    expect(said.at(-1)).toMatch(/^Phi, stored on this device, is .* took 4 s last time, and nothing leaves\.$/);
  });
});

it('explains every route in whole sentences', () => {
  for (const mode of MODES) {
    for (const flag of FLAGS) {
      const { reasons } = decide(facts({ mode, flag, difficulty: HARD, sensitive: ['a password'] }));
      expect(reasons.length).toBeGreaterThan(1);
      for (const { text } of reasons) expect(text).toMatch(/^\S.*[.]$/);
    }
  }
});
