import type { Reason } from './decision.ts';
import type { Difficulty } from './difficulty.ts';
import type { TaskType } from './task-type.ts';

/** Below this share of known words a prompt is unlike anything that the score was learnt from. */
const COVERAGE_FLOOR = 0.5;

/** What the score was learnt from: exam questions, mathematics, code. To other tasks it does not carry over (`bench/`). */
const LEARNT_TASKS: ReadonlySet<TaskType> = new Set(['question', 'maths', 'reasoning', 'code']);

/** Whether the score may route it. */
export function isScored({ coverage, task }: Difficulty): boolean {
  return coverage >= COVERAGE_FLOOR && LEARNT_TASKS.has(task);
}

/** Whether it is hard enough to be flagged, and the sentence that says so; no sentence where nothing is known. */
export function weighDifficulty(
  difficulty: Difficulty | null,
  threshold: number,
): { readonly isHard: boolean; readonly reasons: readonly Reason[] } {
  if (difficulty === null) return { isHard: false, reasons: [] };
  if (!isScored(difficulty)) {
    return { isHard: false, reasons: [unscored(difficulty)] };
  }
  const isHard = difficulty.score >= threshold;
  const figures = `A bigger model would gain an estimated ${percent(difficulty.score)}, your threshold is ${percent(threshold)}`;
  const words = difficulty.features.slice(0, 3).filter(({ weight }) => weight > 0);
  const because = words.length === 0 ? '' : `; most telling: ${words.map(({ name }) => `“${name}”`).join(', ')}`;
  return isHard
    ? { isHard, reasons: [reason('hard', `${figures}: hard for the model on this device${because}.`)] }
    : { isHard, reasons: [reason('easy', `${figures}: easy enough for the model on this device.`)] };
}

function unscored({ coverage, task }: Difficulty): Reason {
  const then = 'so it is not used: the answer is judged afterwards.';
  return LEARNT_TASKS.has(task)
    ? reason('unknown-words', `Only ${percent(coverage)} of its words are known to the difficulty score, ${then}`)
    : reason(
        'unknown-task',
        `The difficulty score was learnt from questions, mathematics and code, not from such a task (${task}), ${then}`,
      );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function reason(code: string, text: string): Reason {
  return { stage: 'difficulty', code, text };
}
