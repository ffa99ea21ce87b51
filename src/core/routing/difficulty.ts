import { readPrompt, SURFACE_NAMES, surfaceOf } from './prompt-features.ts';
import { predictTask, TASK_TYPES, type TaskModel, type TaskType } from './task-type.ts';
import { Vocabulary } from './vocabulary.ts';

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
  readonly vocabulary: Vocabulary;
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

/** Standard deviations: what is further out than anything learnt from counts as this far. */
const FARTHEST = 3;
const NAMED_FEATURES = 8;
const VERSION = 1;

/** The file that `tools/router/train.py` writes; null where anything about it is not as that writes it. */
export function parseDifficultyModel(json: unknown): DifficultyModel | null {
  if (!isRecord(json) || json['version'] !== VERSION) return null;
  const { intercept, scale, tasks, surface } = json;
  const vocabulary = Vocabulary.parse(json['terms']);
  if (vocabulary === null || typeof scale !== 'number' || !(scale > 0 && scale < Infinity)) return null;
  const local = numbersOf(json['local'], vocabulary.terms.length);
  const strong = numbersOf(json['strong'], vocabulary.terms.length);
  const parsedTasks = parseTasks(tasks);
  const intercepts = numbersOf(intercept, 2);
  const surfaces = parseSurface(surface);
  if (local === null || strong === null || parsedTasks === null || intercepts === null || surfaces === null)
    return null;
  const [localIntercept = 0, strongIntercept = 0] = intercepts;
  return {
    vocabulary,
    local: local.map((weight) => weight * scale),
    strong: strong.map((weight) => weight * scale),
    surface: surfaces,
    intercept: [localIntercept, strongIntercept],
    tasks: parsedTasks,
  };
}

/**
 * Loops and blocks of numbers, where a callback would box each sum: what a prediction leaves behind is collected in the
 * midst of a later one, and that takes longer than predicting.
 */
export function predictDifficulty(model: DifficultyModel, prompt: string): Difficulty {
  const text = readPrompt(prompt);
  const known = Array.from(model.vocabulary.numbersIn(text.words));
  const surface = surfaceOf(text);
  const [local, strong] = [partsOf('local', model, known, surface), partsOf('strong', model, known, surface)];
  const localFails = sigmoid(model.intercept[0] + sumOf(local));
  const strongFails = sigmoid(model.intercept[1] + sumOf(strong));
  // How far the score moves with each logit, here.
  const localSlope = localFails * (1 - localFails);
  const strongSlope = strongFails * (1 - strongFails);
  const weights = local.map((part, at) => part * localSlope - (strong[at] ?? 0) * strongSlope);
  const nameOf = (at: number) => model.vocabulary.terms[known[at] ?? -1] ?? SURFACE_NAMES[at - known.length] ?? '';
  return {
    localFails,
    strongFails,
    score: localFails - strongFails,
    coverage: model.vocabulary.countKnown(text.words) / Math.max(1, text.words.length),
    features: strongest(weights).map((at) => ({ name: nameOf(at), weight: weights[at] ?? 0 })),
    ...predictTask(model.tasks, text),
  };
}

/** What each known term, then each surface feature adds to the logit of a head. */
function partsOf(
  head: 'local' | 'strong',
  model: DifficultyModel,
  known: readonly number[],
  surface: readonly number[],
): Float64Array {
  const parts = new Float64Array(known.length + model.surface.length);
  const share = 1 / Math.sqrt(Math.max(1, known.length));
  for (let at = 0; at < known.length; at += 1) parts[at] = (model[head][known[at] ?? -1] ?? 0) * share;
  for (let at = 0; at < model.surface.length; at += 1) {
    const weights = model.surface[at];
    if (weights === undefined) continue;
    const value = ((surface[at] ?? weights.mean) - weights.mean) / weights.deviation;
    parts[known.length + at] = Math.min(FARTHEST, Math.max(-FARTHEST, value)) * weights[head];
  }
  return parts;
}

function sumOf(parts: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < parts.length; at += 1) sum += parts[at] ?? 0;
  return sum;
}

/** Where the weights stand that are furthest from 0, strongest first. */
function strongest(weights: Float64Array): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < weights.length; at += 1) {
    const size = Math.abs(weights[at] ?? 0);
    let place = found.length;
    while (place > 0 && size > Math.abs(weights[found[place - 1] ?? -1] ?? 0)) place -= 1;
    if (place < NAMED_FEATURES) found.splice(place, 0, at);
    found.length = Math.min(found.length, NAMED_FEATURES);
  }
  return found;
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
  const vocabulary = Vocabulary.parse(json['terms']);
  if (!isOrdered || vocabulary === null || typeof scale !== 'number' || !(scale > 0 && scale < Infinity)) return null;
  const weights = numbersOf(json['weights'], vocabulary.terms.length * TASK_TYPES.length);
  const intercept = numbersOf(json['intercept'], TASK_TYPES.length);
  if (weights === null || intercept === null) return null;
  return { vocabulary, weights: weights.map((weight) => weight * scale), intercept };
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
