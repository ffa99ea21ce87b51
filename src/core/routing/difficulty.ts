import { readPrompt, SURFACE_NAMES, surfaceOf, taskTermsOf, termsOf, type PromptText } from './prompt-features.ts';
import { predictTask, TASK_TYPES, type TaskModel, type TaskType } from './task-type.ts';

/** How hard a prompt looks, before anything has answered it. */
export interface Difficulty {
  /** Probability that the model on the device fails, 0…1. */
  readonly localFails: number;
  /** Probability that a strong model fails too, 0…1. */
  readonly strongFails: number;
  /** `localFails − strongFails`: what a strong model would gain. */
  readonly score: number;
  /** Share of the prompt's words that the vocabulary knows, 0…1. */
  readonly coverage: number;
  /** Strongest first; contribution to the score. */
  readonly features: readonly { readonly name: string; readonly weight: number }[];
  readonly task: TaskType;
  readonly taskProbability: number;
}

/** Two linear heads over one vocabulary, and the task types beside them. */
export interface DifficultyModel {
  readonly indexes: ReadonlyMap<string, number>;
  readonly local: readonly number[];
  readonly strong: readonly number[];
  readonly surface: readonly SurfaceWeight[];
  readonly intercept: readonly [local: number, strong: number];
  readonly tasks: TaskModel;
}

interface SurfaceWeight {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
  readonly local: number;
  readonly strong: number;
}

interface Part {
  readonly name: string;
  readonly local: number;
  readonly strong: number;
}

/** Standard deviations: what is further out than anything learnt from counts as this far. */
const FARTHEST = 3;
const NAMED_FEATURES = 8;
const VERSION = 1;

/** The file that `tools/router/train.py` writes; null where anything about it is not as that writes it. */
export function parseDifficultyModel(json: unknown): DifficultyModel | null {
  if (!isRecord(json) || json['version'] !== VERSION) return null;
  const { intercept, scale, tasks, surface } = json;
  const indexes = indexesOf(json['terms']);
  if (indexes === null || typeof scale !== 'number' || !(scale > 0 && scale < Infinity)) return null;
  const local = numbersOf(json['local'], indexes.size);
  const strong = numbersOf(json['strong'], indexes.size);
  const parsedTasks = parseTasks(tasks);
  const intercepts = numbersOf(intercept, 2);
  const surfaces = parseSurface(surface);
  if (local === null || strong === null || parsedTasks === null || intercepts === null || surfaces === null)
    return null;
  const [localIntercept = 0, strongIntercept = 0] = intercepts;
  return {
    indexes,
    local: local.map((weight) => weight * scale),
    strong: strong.map((weight) => weight * scale),
    surface: surfaces,
    intercept: [localIntercept, strongIntercept],
    tasks: parsedTasks,
  };
}

export function predictDifficulty(model: DifficultyModel, prompt: string): Difficulty {
  const text = readPrompt(prompt);
  const parts = [...termParts(model, text), ...surfaceParts(model, text)];
  const [localIntercept, strongIntercept] = model.intercept;
  const localFails = sigmoid(parts.reduce((sum, { local }) => sum + local, localIntercept));
  const strongFails = sigmoid(parts.reduce((sum, { strong }) => sum + strong, strongIntercept));
  // How far the score moves with each logit, here.
  const localSlope = localFails * (1 - localFails);
  const strongSlope = strongFails * (1 - strongFails);
  const features = parts
    .map(({ name, local, strong }) => ({ name, weight: local * localSlope - strong * strongSlope }))
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, NAMED_FEATURES);
  const known = text.words.filter((word) => model.indexes.has(word)).length;
  return {
    localFails,
    strongFails,
    score: localFails - strongFails,
    coverage: known / Math.max(1, text.words.length),
    features,
    ...predictTask(model.tasks, taskTermsOf(text)),
  };
}

function termParts(model: DifficultyModel, { words }: PromptText): readonly Part[] {
  const known: { name: string; index: number }[] = [];
  for (const name of termsOf(words)) {
    const index = model.indexes.get(name);
    if (index !== undefined) known.push({ name, index });
  }
  const share = 1 / Math.sqrt(Math.max(1, known.length));
  return known.map(({ name, index }) => ({
    name,
    local: (model.local[index] ?? 0) * share,
    strong: (model.strong[index] ?? 0) * share,
  }));
}

function surfaceParts({ surface }: DifficultyModel, text: PromptText): readonly Part[] {
  const values = surfaceOf(text);
  return surface.map(({ name, mean, deviation, local, strong }, index) => {
    const value = ((values[index] ?? mean) - mean) / deviation;
    const clamped = Math.min(FARTHEST, Math.max(-FARTHEST, value));
    return { name, local: clamped * local, strong: clamped * strong };
  });
}

function parseSurface(json: unknown): readonly SurfaceWeight[] | null {
  if (!Array.isArray(json) || json.length !== SURFACE_NAMES.length) return null;
  const parsed: SurfaceWeight[] = [];
  for (const [index, name] of SURFACE_NAMES.entries()) {
    const row: unknown = json[index];
    const values = isRecord(row) && row['name'] === name ? numbersOf(row['values'], 4) : null;
    if (values === null) return null;
    const [mean = 0, deviation = 0, local = 0, strong = 0] = values;
    if (deviation <= 0) return null;
    parsed.push({ name, mean, deviation, local, strong });
  }
  return parsed;
}

function parseTasks(json: unknown): TaskModel | null {
  if (!isRecord(json)) return null;
  const { types, scale } = json;
  const isOrdered =
    Array.isArray(types) &&
    types.length === TASK_TYPES.length &&
    TASK_TYPES.every((type, index) => types[index] === type);
  const indexes = indexesOf(json['terms']);
  if (!isOrdered || indexes === null || typeof scale !== 'number' || !(scale > 0 && scale < Infinity)) return null;
  const weights = numbersOf(json['weights'], indexes.size * TASK_TYPES.length);
  const intercept = numbersOf(json['intercept'], TASK_TYPES.length);
  if (weights === null || intercept === null) return null;
  return { indexes, weights: weights.map((weight) => weight * scale), intercept };
}

/** One string, a term a line: half the size of a list. */
function indexesOf(json: unknown): ReadonlyMap<string, number> | null {
  if (typeof json !== 'string' || json === '') return null;
  const terms = json.split('\n');
  const indexes = new Map(terms.map((term, index) => [term, index]));
  return indexes.size === terms.length && !indexes.has('') ? indexes : null;
}

function numbersOf(json: unknown, length: number): readonly number[] | null {
  if (!Array.isArray(json) || json.length !== length) return null;
  const list: readonly unknown[] = json;
  const numbers = list.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  return numbers.length === length ? numbers : null;
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
