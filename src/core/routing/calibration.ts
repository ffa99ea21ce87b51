import { PRIOR } from './calibration-prior.ts';
import { type FeatureName, FEATURES } from './evidence.ts';
import type { TaskType } from './task-type.ts';

/** How usual a figure is: mean and standard deviation over what was seen. */
interface Spread {
  readonly count: number;
  readonly mean: readonly number[];
  readonly variance: readonly number[];
}

/** What one build of one model has taught about its own answers. Plain JSON, of bounded size. */
export interface Calibration {
  readonly version: 1;
  /** Log-odds that a usual answer is good. */
  readonly bias: number;
  /** Added to it, by task: a model is better at some than at others. */
  readonly lean: Partial<Record<TaskType, number>>;
  /** Added to the weights of the prior, one per feature. */
  readonly shift: readonly number[];
  /** Words of the user that it has learnt from. */
  readonly learnt: number;
  /** Of this model's own answers, by task; measured, not judged. */
  readonly seen: Partial<Record<TaskType, Spread>>;
}

/** Answers to a task that outweigh what the prior says is usual. */
const PRIOR_COUNT = 10;
const MAX_SHIFT = 2;
const MAX_BIAS = 4;
const MAX_Z = 4;

export function newCalibration(): Calibration {
  return { version: 1, bias: PRIOR.bias, lean: {}, shift: FEATURES.map(() => 0), learnt: 0, seen: {} };
}

/** Each figure in standard deviations from what is usual for the task; 0 where it is unknown. */
export function normalise(
  calibration: Calibration,
  task: TaskType,
  figures: readonly (number | null)[],
): readonly number[] {
  const prior = PRIOR.usual[task] ?? PRIOR.usual.any;
  const own = calibration.seen[task];
  const count = own?.count ?? 0;
  const share = count / (count + PRIOR_COUNT);
  return FEATURES.map((_, at) => {
    const figure = figures[at] ?? null;
    if (figure === null) return 0;
    const centre = mix(prior.mean[at] ?? 0, own?.mean[at], share);
    const variance = mix((prior.deviation[at] ?? 1) ** 2, own?.variance[at], share);
    return Math.max(-MAX_Z, Math.min(MAX_Z, (figure - centre) / Math.sqrt(variance + 1e-6)));
  });
}

/** A figure of one answer: how unusual it is, and what that comes to in log-odds. */
export interface WeighedFigure {
  readonly name: FeatureName;
  readonly z: number;
  readonly weight: number;
}

/**
 * What the look of an answer can come to, in log-odds: it was learnt from two tasks, so alone it never brings a usual
 * answer under 40 %, before the user's word has backed it. How sure the model was of its words counts by itself.
 */
const MAX_LOOK = 1.2;
const MAX_TAUGHT_LOOK = 3;
const WORDS_FOR_MORE = 60;
const MAX_SURENESS = 1.5;
const OF_TOKENS: ReadonlySet<FeatureName> = new Set(['mean-logprob', 'worst-logprob', 'mean-margin']);

/** In the order of `FEATURES`. */
export function weigh(
  calibration: Calibration,
  task: TaskType,
  figures: readonly (number | null)[],
): readonly WeighedFigure[] {
  const z = normalise(calibration, task, figures);
  const prior = PRIOR.weights[task] ?? PRIOR.weights.any;
  const whole = FEATURES.map((name, at) => {
    const weight = (prior[at] ?? 0) + (calibration.shift[at] ?? 0);
    return { name, z: z[at] ?? 0, weight: weight * (z[at] ?? 0) };
  });
  const maxLook = Math.min(MAX_TAUGHT_LOOK, MAX_LOOK + calibration.learnt / WORDS_FOR_MORE);
  const look = drawnIn(sumOf(whole.filter(({ name }) => !OF_TOKENS.has(name))), maxLook);
  const sureness = drawnIn(sumOf(whole.filter(({ name }) => OF_TOKENS.has(name))), MAX_SURENESS);
  return whole.map(({ name, z: unusual, weight }) => ({
    name,
    z: unusual,
    weight: weight * (OF_TOKENS.has(name) ? sureness : look),
  }));
}

export function sumOf(figures: readonly WeighedFigure[]): number {
  return figures.reduce((sum, { weight }) => sum + weight, 0);
}

/** By how much to shrink so that the bound holds; smooth, so that the order of two answers stays. */
function drawnIn(value: number, bound: number): number {
  return value === 0 ? 1 : (bound * Math.tanh(value / bound)) / value;
}

/** Takes note of what answers of this model look like, good or bad. */
export function observe(calibration: Calibration, task: TaskType, figures: readonly (number | null)[]): Calibration {
  const old = calibration.seen[task];
  const prior = PRIOR.usual[task] ?? PRIOR.usual.any;
  // Old answers fade, so that a changed prompt style is followed.
  const count = Math.min(200, (old?.count ?? 0) + 1);
  const means = FEATURES.map((_, at) => old?.mean[at] ?? prior.mean[at] ?? 0);
  const mean = means.map((value, at) => value + ((figures[at] ?? value) - value) / count);
  const variance = means.map((value, at) => {
    const before = old?.variance[at] ?? 0;
    const figure = figures[at] ?? value;
    return before + ((figure - value) * (figure - (mean[at] ?? value)) - before) / count;
  });
  return { ...calibration, seen: { ...calibration.seen, [task]: { count, mean, variance } } };
}

/**
 * One step of logistic regression towards the user's word, drawn back towards the prior; steps get smaller, and no
 * weight gets far from where it began, so that a few odd words cannot spoil it.
 */
export function learn(
  calibration: Calibration,
  task: TaskType,
  figures: readonly (number | null)[],
  accepted: boolean,
  /** Log-odds of what the validators found, which is not learnt. */
  fixed = 0,
  /** Of the word: 1 where the user said so, less where it is only guessed. */
  trust = 1,
): Calibration {
  const parts = weigh(calibration, task, figures);
  const lean = calibration.lean[task] ?? 0;
  const miss = Number(accepted) - sigmoid(baseOf(calibration, task) + sumOf(parts) + fixed);
  const step = (trust * 0.15) / Math.sqrt(1 + calibration.learnt / 20);
  const bias = clamp(calibration.bias + step * 2 * (miss - 0.01 * (calibration.bias - PRIOR.bias)), MAX_BIAS);
  const shift = calibration.shift.map((value, at) =>
    clamp(value + step * ((miss * (parts[at]?.z ?? 0)) / Math.sqrt(FEATURES.length) - 0.02 * value), MAX_SHIFT),
  );
  const leaning = clamp(lean + step * (miss - 0.01 * lean), MAX_SHIFT);
  return {
    ...calibration,
    bias,
    lean: { ...calibration.lean, [task]: leaning },
    shift,
    learnt: calibration.learnt + trust,
  };
}

/** Log-odds that a usual answer to such a task is good. */
export function baseOf({ bias, lean }: Calibration, task: TaskType): number {
  return bias + (lean[task] ?? 0);
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Null where the text is not what this version writes. */
export function parseCalibration(stored: unknown): Calibration | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { version, bias, lean, shift, learnt, seen } = {
    version: 0,
    bias: 0,
    lean: {},
    shift: 0,
    learnt: 0,
    seen: 0,
    ...stored,
  };
  if (version !== 1 || !isFinite(bias) || !isFinite(learnt) || !areFigures(shift)) return null;
  if (typeof seen !== 'object' || seen === null) return null;
  const leans: Partial<Record<TaskType, number>> = {};
  const spreads: Partial<Record<TaskType, Spread>> = {};
  for (const task of TASKS) {
    const leaning: unknown = Object.entries(lean ?? {}).find(([name]) => name === task)?.[1];
    if (isFinite(leaning)) leans[task] = clamp(leaning, MAX_SHIFT);
    const spread: unknown = Object.entries(seen).find(([name]) => name === task)?.[1];
    if (typeof spread !== 'object' || spread === null) continue;
    const { count, mean, variance } = { count: 0, mean: 0, variance: 0, ...spread };
    if (isFinite(count) && areFigures(mean) && areFigures(variance)) spreads[task] = { count, mean, variance };
  }
  return {
    version,
    bias: clamp(bias, MAX_BIAS),
    lean: leans,
    shift: shift.map((value) => clamp(value, MAX_SHIFT)),
    learnt,
    seen: spreads,
  };
}

const TASKS: readonly TaskType[] = [
  'rewrite',
  'classify',
  'summarise',
  'extract',
  'question',
  'code',
  'maths',
  'reasoning',
  'creative',
  'plan',
];

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function areFigures(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length === FEATURES.length && value.every(isFinite);
}

function mix(prior: number, own: number | undefined, share: number): number {
  return own === undefined ? prior : prior * (1 - share) + own * share;
}

function clamp(value: number, bound: number): number {
  return Math.max(-bound, Math.min(bound, value));
}
