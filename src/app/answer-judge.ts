import type { Answer } from '../core/chat/conversation.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import { type Calibration, learn, newCalibration, observe, parseCalibration } from '../core/routing/calibration.ts';
import { costOf, judgeAnswer } from '../core/routing/confidence.ts';
import type { JudgedAnswer } from '../core/routing/decision-record.ts';
import { measure, summariseTokens } from '../core/routing/evidence.ts';
import type { TaskType } from '../core/routing/task-type.ts';
import { findProblems } from '../core/routing/validators.ts';
import type { Backend, StreamPart } from '../core/stream-part.ts';
import type { CalibrationStore } from '../ports/calibration-store.ts';
import type { AppContext } from './context.ts';
import type { AnswerWatch } from './routing.ts';

/** Judges answers of this device from what can be seen of them, and learns from the user's word. */
export interface AnswerJudge {
  watch(prompt: string, task: TaskType): AnswerWatch;
  /** `trust`: below 1 where the user's word is only guessed. */
  learn(judged: JudgedAnswer, accepted: boolean, trust?: number): Promise<void>;
  clear(): Promise<void>;
}

export function createAnswerJudge({ state }: AppContext, store: CalibrationStore): AnswerJudge {
  const calibrations = new Map<string, Calibration>();

  async function calibrationOf(key: string): Promise<Calibration> {
    const known = calibrations.get(key) ?? parseCalibration(await store.read(key)) ?? newCalibration();
    // Another answer may have been learnt from while it was read.
    const latest = calibrations.get(key) ?? known;
    calibrations.set(key, latest);
    return latest;
  }

  async function keep(key: string, calibration: Calibration): Promise<void> {
    calibrations.set(key, calibration);
    await store.write(key, calibration);
  }

  return {
    watch(prompt, task) {
      let key = '';
      const logprobs: number[] = [];
      const margins: number[] = [];
      return {
        see(part: StreamPart) {
          // Only now is it certain which model answers: it may have been loaded for this prompt.
          if (part.type === 'stream-start') key = keyOf(state.getState().model, part.backend);
          if (part.type !== 'text-delta') return;
          // A part may hold several tokens, with their sum.
          for (let token = 0; token < part.tokens; token++) {
            if (part.logprob !== undefined) logprobs.push(part.logprob / part.tokens);
            if (part.margin !== undefined) margins.push(part.margin / part.tokens);
          }
        },
        async judge({ end, text }: Answer): Promise<JudgedAnswer | null> {
          // Stopped or broken off: there is no whole answer to judge.
          if (end.type !== 'ended' || end.reason === 'cancelled') return null;
          const trace = { prompt, text, task, end: end.reason, logprobs, margins };
          const calibration = await calibrationOf(key);
          const { value, evidence, problems } = judgeAnswer(trace, calibration);
          const figures = measure(trace, summariseTokens(trace));
          await keep(key, observe(calibration, task, figures));
          return { confidence: value, evidence, problems, key, task, figures, fixed: -costOf(findProblems(trace)) };
        },
      };
    },
    async learn({ key, task, figures, fixed }, accepted, trust) {
      await keep(key, learn(await calibrationOf(key), task, figures, accepted, fixed, trust));
    },
    async clear() {
      calibrations.clear();
      await store.clear();
    },
  };
}

/** One for each engine, model and quantization: another build is sure of other things. */
function keyOf(model: ModelManifest, backend: Backend): string {
  const build = backend === 'remote' ? undefined : model.builds[backend];
  return [model.engine, model.id, build?.quantization ?? 'unknown'].join(' ');
}
