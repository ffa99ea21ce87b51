import { PRIOR } from './calibration-prior.ts';
import { FEATURES } from './evidence.ts';
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
  return { version: 1, bias: PRIOR.bias, shift: FEATURES.map(() => 0), learnt: 0, seen: {} };
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

export function weightsOf(calibration: Calibration, task: TaskType): readonly number[] {
  const prior = PRIOR.weights[task] ?? PRIOR.weights.any;
  return FEATURES.map((_, at) => (prior[at] ?? 0) + (calibration.shift[at] ?? 0));
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
): Calibration {
  const z = normalise(calibration, task, figures);
  const logit = logOdds(calibration, task, z) + fixed;
  const miss = Number(accepted) - sigmoid(logit);
  const step = 0.15 / Math.sqrt(1 + calibration.learnt / 20);
  const bias = clamp(calibration.bias + step * 2 * (miss - 0.01 * (calibration.bias - PRIOR.bias)), MAX_BIAS);
  const shift = calibration.shift.map((value, at) =>
    clamp(value + step * ((miss * (z[at] ?? 0)) / Math.sqrt(FEATURES.length) - 0.02 * value), MAX_SHIFT),
  );
  return { ...calibration, bias, shift, learnt: calibration.learnt + 1 };
}

function logOdds(calibration: Calibration, task: TaskType, z: readonly number[]): number {
  const weights = weightsOf(calibration, task);
  return calibration.bias + weights.reduce((sum, weight, at) => sum + weight * (z[at] ?? 0), 0);
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Null where the text is not what this version writes. */
export function parseCalibration(stored: unknown): Calibration | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { version, bias, shift, learnt, seen } = { version: 0, bias: 0, shift: 0, learnt: 0, seen: 0, ...stored };
  if (version !== 1 || !isFinite(bias) || !isFinite(learnt) || !areFigures(shift)) return null;
  if (typeof seen !== 'object' || seen === null) return null;
  const spreads: Partial<Record<TaskType, Spread>> = {};
  for (const task of TASKS) {
    const spread: unknown = Object.entries(seen).find(([name]) => name === task)?.[1];
    if (typeof spread !== 'object' || spread === null) continue;
    const { count, mean, variance } = { count: 0, mean: 0, variance: 0, ...spread };
    if (isFinite(count) && areFigures(mean) && areFigures(variance)) spreads[task] = { count, mean, variance };
  }
  return {
    version,
    bias: clamp(bias, MAX_BIAS),
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
