import { type Difficulty, parseDifficultyModel, predictDifficulty } from '../core/routing/difficulty.ts';
import { nextTask } from './next-task.ts';

type Predict = (prompt: string) => Difficulty;

/** A prompt does not wait longer for it; the next one tries again. */
const PATIENCE_MS = 2000;

/** The difficulty model from this origin, fetched once. Null where it cannot be had: then nothing is routed on it. */
export function createDifficultySource(): () => Promise<Predict | null> {
  let predict: Predict | null = null;
  return async () => {
    if (predict !== null) return predict;
    try {
      const url = new URL('routing/difficulty.json', document.baseURI);
      const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
      const model = response.ok ? parseDifficultyModel(await response.json()) : null;
      // Reading it takes as long as a prompt's decision: one task of both would be felt.
      await nextTask();
      predict = model === null ? null : (prompt) => predictDifficulty(model, prompt);
    } catch {
      // Offline before it was kept: prompts are answered here, and judged after.
      return null;
    }
    return predict;
  };
}
