import { askingWords, marksOf, type PromptText } from './prompt-features.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a prompt wants done. */
export type TaskType =
  | 'rewrite'
  | 'classify'
  | 'summarise'
  | 'extract'
  | 'question'
  | 'code'
  | 'maths'
  | 'reasoning'
  | 'creative'
  | 'plan';

/** In the order of the model file. */
export const TASK_TYPES: readonly TaskType[] = [
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

/** A linear model: for each term one weight a task type. */
export interface TaskModel {
  readonly vocabulary: Vocabulary;
  /** Term after term, each with `TASK_TYPES.length` weights. */
  readonly weights: readonly number[];
  readonly intercept: readonly number[];
}

export function predictTask(model: TaskModel, text: PromptText): { task: TaskType; taskProbability: number } {
  const { vocabulary, weights, intercept } = model;
  const known = vocabulary.numbersIn(askingWords(text));
  for (const mark of marksOf(text)) {
    const number = vocabulary.numberOf(mark);
    if (number !== undefined) known.add(number);
  }
  const share = 1 / Math.sqrt(Math.max(1, known.size));
  const logits = TASK_TYPES.map((_, type) => {
    let sum = 0;
    for (const number of known) sum += weights[number * TASK_TYPES.length + type] ?? 0;
    return sum * share + (intercept[type] ?? 0);
  });
  const highest = Math.max(...logits);
  const task = TASK_TYPES[logits.indexOf(highest)] ?? 'question';
  return { task, taskProbability: 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0) };
}
