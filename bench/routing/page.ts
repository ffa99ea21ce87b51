// Times the predictor where it runs for people. Bundled for node, too.
import { parseDifficultyModel, predictDifficulty } from '../../src/core/routing/difficulty.ts';

/** Milliseconds a prediction, one a prompt. Each prompt is predicted `repeats` times and their mean taken: clocks in
 * browsers are coarse. */
export function timePredictions(file: unknown, prompts: readonly string[], repeats: number): number[] {
  const model = parseDifficultyModel(file);
  if (model === null) throw new Error('The model file does not parse.');
  for (const prompt of prompts) predictDifficulty(model, prompt);
  return prompts.map((prompt) => {
    const startedAt = performance.now();
    for (let time = 0; time < repeats; time += 1) predictDifficulty(model, prompt);
    return (performance.now() - startedAt) / repeats;
  });
}

Object.assign(globalThis, { timePredictions });
