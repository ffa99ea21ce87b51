import type { Sampling } from './generate-request.ts';

export type AnswerMode = 'device' | 'ask' | 'cloud';
export type EnginePreference = 'auto' | 'webgpu' | 'wasm';
export type Theme = 'system' | 'light' | 'dark';

/** The user's own endpoint. The key is not here: it never leaves the cloud worker and the session. */
export interface CloudSettings {
  readonly endpointUrl: string;
  readonly model: string;
}

/** Where models come from and how fast. */
export interface DownloadSettings {
  /** As typed; empty: the hub itself. */
  readonly mirrorUrl: string;
  /** Null: as fast as it goes. */
  readonly maxBytesPerSecond: number | null;
}

export interface Settings {
  readonly mode: AnswerMode;
  readonly engine: EnginePreference;
  readonly theme: Theme;
  readonly sampling: Sampling;
  readonly cloud: CloudSettings;
  readonly downloads: DownloadSettings;
  /** The stored model that answers on this device, by its folder; null: the one that ships. */
  readonly modelFolder: string | null;
}

export const DEFAULT_SETTINGS: Settings = {
  mode: 'device',
  engine: 'auto',
  theme: 'system',
  // Greedy: a small model is at its best on its first choice.
  sampling: { temperature: 0, topP: 1, maxTokens: 1024 },
  cloud: { endpointUrl: '', model: '' },
  downloads: { mirrorUrl: '', maxBytesPerSecond: null },
  modelFolder: null,
};
