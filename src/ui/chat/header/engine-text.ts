import type { EngineState } from '../../../app/state.ts';
import type { LoadStage } from '../../../ports/engine.ts';

const STAGE: Record<LoadStage, string> = {
  probe: 'looking at this device',
  runtime: 'starting the runtime',
  weights: 'loading',
  'warm-up': 'warming up',
};

/** One line about the resident model: which engine runs it, or what it waits for. */
export function engineText(engine: EngineState): string {
  switch (engine.type) {
    case 'unloaded':
      return 'not loaded';
    case 'loading': {
      const percent = loadedPercent(engine);
      return percent === null ? STAGE[engine.stage] : `${STAGE[engine.stage]} ${percent} %`;
    }
    case 'ready':
      return engine.choice.backend === 'webgpu' ? 'WebGPU' : 'WASM';
    case 'elsewhere':
      return 'in another tab';
    case 'failed':
      return 'failed to load';
  }
}

/** Null where the size is not known or does not matter. */
export function loadedPercent(engine: Extract<EngineState, { type: 'loading' }>): number | null {
  if (engine.stage !== 'weights' || engine.totalBytes <= 0) return null;
  return Math.min(100, Math.floor((100 * engine.loadedBytes) / engine.totalBytes));
}
