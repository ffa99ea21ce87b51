import type { TaskType } from './task-type.ts';

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
