import { endpointId } from './ids.ts';
import { isLocalAddress } from './routing/endpoint-url.ts';
import type { FlagReason } from './routing/decision.ts';
import type { Endpoint, EndpointTier, PrivacyClass, TokenPrice } from './routing/endpoint.ts';
import type { Rule, RuleRoute, RuleSubject } from './routing/rule.ts';
import type { AnswerMode, EnginePreference, LargerModelUse, RoutingSettings, Settings, Theme } from './settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const MODES: readonly AnswerMode[] = ['device', 'ask', 'cloud'];
const ENGINES: readonly EnginePreference[] = ['auto', 'webgpu', 'wasm'];
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const PRIVACY: readonly PrivacyClass[] = ['mine', 'company', 'third-party'];
const TIERS: readonly EndpointTier[] = ['medium', 'frontier'];
const SUBJECTS: readonly RuleSubject[] = ['contains', 'task', 'topic', 'longer'];
const ROUTES: readonly RuleRoute[] = ['device', 'ask', 'cloud'];
const LARGER: readonly LargerModelUse[] = ['offer', 'load', 'leave'];
/** Prices and budgets above this are a slip of the keyboard. */
const MOST = 1_000_000;
const FLAGS: readonly FlagReason[] = [
  'user-asked',
  'model-escalated',
  'context-overflow',
  'device-failed',
  'user-rule',
  'missing-ability',
  'hard-prompt',
  'weak-answer',
];

/**
 * Settings from untrusted, stored data, field by field: one bad value must not cost the others.
 * By hand, since this runs before the first paint and a schema library would double what loads for it.
 */
export function parseSettings(stored: unknown): Settings {
  const defaults = DEFAULT_SETTINGS;
  const settings = record(stored);
  const sampling = record(settings['sampling']);
  const downloads = record(settings['downloads']);
  return {
    mode: oneOf(MODES, settings['mode']) ?? defaults.mode,
    engine: oneOf(ENGINES, settings['engine']) ?? defaults.engine,
    theme: oneOf(THEMES, settings['theme']) ?? defaults.theme,
    sampling: {
      temperature: numberIn(sampling['temperature'], 0, 2) ?? defaults.sampling.temperature,
      topP: numberIn(sampling['topP'], Number.MIN_VALUE, 1) ?? defaults.sampling.topP,
      maxTokens: wholeNumber(sampling['maxTokens']) ?? defaults.sampling.maxTokens,
    },
    endpoints: listOf(settings['endpoints'], endpoint) ?? soleEndpoint(record(settings['cloud'])),
    routing: routing(record(settings['routing'])),
    airtight: settings['airtight'] === true,
    downloads: {
      mirrorUrl: text(downloads['mirrorUrl']) ?? '',
      maxBytesPerSecond: wholeNumber(downloads['maxBytesPerSecond']) ?? null,
    },
    modelFolder: text(settings['modelFolder']) ?? null,
  };
}

/** Settings of before there could be several endpoints hold one, by its address and model alone. */
function soleEndpoint({ endpointUrl, model }: Fields): readonly Endpoint[] {
  const found = endpoint({ id: 'first', url: endpointUrl, model });
  if (found === null || (found.url === '' && found.model === '')) return [];
  return [isLocalAddress(found.url) ? { ...found, tier: 'medium', privacy: 'mine' } : found];
}

function endpoint(fields: Fields): Endpoint | null {
  const id = text(fields['id']);
  const price = record(fields['price']);
  const [input, output] = [numberIn(price['input'], 0, MOST), numberIn(price['output'], 0, MOST)];
  const known: TokenPrice | null = input === undefined || output === undefined ? null : { input, output };
  if (id === undefined) return null;
  return {
    id: endpointId(id),
    name: text(fields['name']) ?? '',
    url: text(fields['url']) ?? '',
    model: text(fields['model']) ?? '',
    // What is unknown is taken for the most able and the least private.
    tier: oneOf(TIERS, fields['tier']) ?? 'frontier',
    privacy: oneOf(PRIVACY, fields['privacy']) ?? 'third-party',
    price: known,
    contextWindow: wholeNumber(fields['contextWindow']) ?? null,
  };
}

function routing(fields: Fields): RoutingSettings {
  const defaults = DEFAULT_SETTINGS.routing;
  return {
    threshold: numberIn(fields['threshold'], 0, 1) ?? defaults.threshold,
    monthlyBudget: numberIn(fields['monthlyBudget'], 0, MOST) ?? null,
    rules: listOf(fields['rules'], rule) ?? [],
    selfCheck: fields['selfCheck'] === true,
    larger: oneOf(LARGER, fields['larger']) ?? defaults.larger,
    consents: FLAGS.filter((flag) => Array.isArray(fields['consents']) && fields['consents'].includes(flag)),
  };
}

function rule(fields: Fields): Rule | null {
  const [id, value] = [text(fields['id']), text(fields['value'])];
  const [when, route] = [oneOf(SUBJECTS, fields['when']), oneOf(ROUTES, fields['route'])];
  if (id === undefined || value === undefined || when === undefined || route === undefined) return null;
  return { id, when, value, route };
}

/** What cannot be read of it is left out; undefined where it is no list. */
function listOf<Item>(value: unknown, parse: (fields: Fields) => Item | null): readonly Item[] | undefined {
  return Array.isArray(value) ? value.map((item) => parse(record(item))).filter((item) => item !== null) : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find((choice) => choice === value);
}

function numberIn(value: unknown, min: number, max: number): number | undefined {
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
