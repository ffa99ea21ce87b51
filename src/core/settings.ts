import type { Sampling } from './generate-request.ts';
import type { FlagReason } from './routing/decision.ts';
import type { Endpoint } from './routing/endpoint.ts';
import type { Rule } from './routing/rule.ts';

export type AnswerMode = 'device' | 'ask' | 'cloud';
export type EnginePreference = 'auto' | 'webgpu' | 'wasm';
export type LargerModelUse = 'offer' | 'load' | 'leave';
export type Theme = 'system' | 'light' | 'dark';

/** How prompts are routed between this device and the user's endpoints. */
export interface RoutingSettings {
  /** From this difficulty score on a prompt is flagged, 0…1 (`Difficulty.score`). */
  readonly threshold: number;
  /** In the currency of the endpoints' prices; null: no limit. */
  readonly monthlyBudget: number | null;
  /** The first that applies decides. */
  readonly rules: readonly Rule[];
  /** Standing consent: requests flagged for these reasons are sent without asking. */
  readonly consents: readonly FlagReason[];
  /** What becomes of a prompt that is beyond the model in use, where a larger one is stored here. */
  readonly larger: LargerModelUse;
  /** Whether a model is asked about its own answer where the judge is in doubt. */
  readonly selfCheck: boolean;
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
  /** In the user's order; the first is the one the settings begin with. */
  readonly endpoints: readonly Endpoint[];
  readonly routing: RoutingSettings;
  /** Nothing but this origin, ever: no cloud, no downloads. */
  readonly airtight: boolean;
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
  endpoints: [],
  routing: { threshold: 0.4, monthlyBudget: null, rules: [], consents: [], larger: 'offer', selfCheck: false },
  airtight: false,
  downloads: { mirrorUrl: '', maxBytesPerSecond: null },
  modelFolder: null,
};
