import { MIN_ANSWER_TOKENS } from '../chat/prompt-window.ts';
import type { Quantity } from '../quantity.ts';
import type { Reason } from './decision.ts';
import type { Difficulty } from './difficulty.ts';
import { isScored } from './hardness.ts';

/** A stored model, bigger than the resident one, that this device is expected to run. */
export interface LargerModel {
  readonly folder: string;
  readonly name: string;
  readonly parameters: number;
  /** Tokens of prompt and answer together that fit here. */
  readonly contextWindow: number;
  /** Other programs may have to be closed for it, or it writes slowly. */
  readonly isTight: boolean;
  /** Until it can answer. */
  readonly loadMs: Quantity;
}

export interface LargerQuestion {
  readonly difficulty: Difficulty | null;
  readonly threshold: number;
  readonly promptTokens: number;
}

/** At this size a model is expected to gain half of what the best there is would. */
const HALF_WAY_PARAMETERS = 3.8e9;
/** Each tenfold in size is expected to gain this much more. */
const GAIN_PER_TENFOLD = 0.25;
/** Below what is expected of a medium server (`tiers.ts`). */
const MOST_GAIN = 0.65;

/** How much of what the best model would gain it is expected to; an assumption, as for endpoints. */
export function strengthOf({ parameters }: Pick<LargerModel, 'parameters'>): number {
  const gain = 0.5 + GAIN_PER_TENFOLD * Math.log10(Math.max(1, parameters) / HALF_WAY_PARAMETERS);
  return Math.max(0, Math.min(MOST_GAIN, gain));
}

/**
 * The smallest that clears the bar, else the largest; `clears` says which. Where the score says nothing, the smallest
 * that holds the prompt. Null: none does.
 */
export function chooseLarger(
  models: readonly LargerModel[],
  { difficulty, threshold, promptTokens }: LargerQuestion,
): { readonly model: LargerModel; readonly clears: boolean; readonly reason: Reason } | null {
  const fitting = models
    .filter(({ contextWindow }) => promptTokens + MIN_ANSWER_TOKENS <= contextWindow)
    .toSorted((a, b) => a.parameters - b.parameters);
  const score = difficulty !== null && isScored(difficulty) ? Math.max(0, difficulty.score) : null;
  const clearing = fitting.find((model) => score === null || (1 - strengthOf(model)) * score < threshold);
  const model = clearing ?? fitting.at(-1);
  if (model === undefined) return null;
  const clears = clearing !== undefined;
  return { model, clears, reason: { stage: 'tier', code: 'larger', text: whyThisOne(model, clears) } };
}

function whyThisOne(model: LargerModel, clears: boolean): string {
  const rank = clears ? 'the smallest that clears the bar' : 'the largest there is, though hardly large enough';
  return `${model.name}, stored on this device, is ${rank}; ${loadText(model)}, and nothing leaves.`;
}

/** “loading it takes about 9 s” */
export function loadText({ loadMs }: Pick<LargerModel, 'loadMs'>): string {
  const seconds = Math.max(1, Math.round(loadMs.value / 1000));
  return loadMs.basis === 'measured' ? `loading it took ${seconds} s last time` : `loading it takes about ${seconds} s`;
}
