import type { AnswerMode, EnginePreference, Settings, Theme } from './settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const MODES: readonly AnswerMode[] = ['device', 'ask', 'cloud'];
const ENGINES: readonly EnginePreference[] = ['auto', 'webgpu', 'wasm'];
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/**
 * Settings from untrusted, stored data, field by field: one bad value must not cost the others.
 * By hand, since this runs before the first paint and a schema library would double what loads for it.
 */
export function parseSettings(stored: unknown): Settings {
  const defaults = DEFAULT_SETTINGS;
  const settings = record(stored);
  const sampling = record(settings['sampling']);
  const cloud = record(settings['cloud']);
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
    cloud: {
      endpointUrl: text(cloud['endpointUrl']) ?? defaults.cloud.endpointUrl,
      model: text(cloud['model']) ?? defaults.cloud.model,
    },
    downloads: {
      mirrorUrl: text(downloads['mirrorUrl']) ?? '',
      maxBytesPerSecond: wholeNumber(downloads['maxBytesPerSecond']) ?? null,
    },
    modelFolder: text(settings['modelFolder']) ?? null,
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
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
