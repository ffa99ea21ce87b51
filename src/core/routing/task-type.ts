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
  readonly indexes: ReadonlyMap<string, number>;
  /** Term after term, each with `TASK_TYPES.length` weights. */
  readonly weights: readonly number[];
  readonly intercept: readonly number[];
}

export function predictTask(model: TaskModel, terms: Iterable<string>): { task: TaskType; taskProbability: number } {
  const known: number[] = [];
  for (const term of terms) {
    const index = model.indexes.get(term);
    if (index !== undefined) known.push(index);
  }
  const share = 1 / Math.sqrt(Math.max(1, known.length));
  const logits = TASK_TYPES.map((_, type) => {
    const sum = known.reduce((total, index) => total + (model.weights[index * TASK_TYPES.length + type] ?? 0), 0);
    return sum * share + (model.intercept[type] ?? 0);
  });
  const highest = Math.max(...logits);
  const task = TASK_TYPES[logits.indexOf(highest)] ?? 'question';
  return { task, taskProbability: 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0) };
}
