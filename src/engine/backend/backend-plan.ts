import { errorInfo } from '../../core/errors.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { ModelManifest } from '../../core/models/manifest.ts';
import type { EnginePreference } from '../../core/settings.ts';
import type { Rival } from '../../protocol/engine-protocol.ts';
import type { AdapterFacts } from './adapter-probe.ts';

export type Backend = 'webgpu' | 'wasm';

/** Which backend to load, why, and whether its speed decides if it stays. */
export type BackendPlan =
  | { readonly ok: true; readonly backend: Backend; readonly why: string; readonly onTrial: boolean }
  | { readonly ok: false; readonly error: ErrorInfo };

export interface Surroundings {
  readonly adapter: AdapterFacts | null;
  readonly hasWasmSimd: boolean;
}

/** What can be said before anything is loaded. Only a real adapter is tried out; the rest follows from what is there. */
export function planBackend(
  model: ModelManifest,
  preference: EnginePreference,
  rival: Rival | null,
  { adapter, hasWasmSimd }: Surroundings,
): BackendPlan {
  // The runtime itself is WebAssembly with SIMD, whatever backend it drives.
  if (!hasWasmSimd) return { ok: false, error: errorInfo('wasm-unsupported', 'WebAssembly SIMD') };
  const wasm = (why: string, onTrial = false): BackendPlan => ({ ok: true, backend: 'wasm', why, onTrial });
  const obstacle = webgpuObstacle(model, adapter);
  if (model.builds.wasm === undefined) {
    return obstacle === null
      ? { ok: true, backend: 'webgpu', why: 'The model was downloaded for WebGPU.', onTrial: false }
      : { ok: false, error: errorInfo('webgpu-unavailable', obstacle) };
  }
  if (model.builds.webgpu === undefined) return wasm('The model was downloaded for WASM.');
  if (preference === 'wasm') return wasm('You chose WASM.');
  if (preference === 'webgpu') {
    return obstacle === null
      ? { ok: true, backend: 'webgpu', why: 'You chose WebGPU.', onTrial: false }
      : { ok: false, error: errorInfo('webgpu-unavailable', obstacle) };
  }
  if (rival !== null && !Number.isFinite(rival.msPerToken)) {
    return rival.backend === 'webgpu'
      ? wasm('WebGPU is offered here, but this model could not be run on it.')
      : { ok: true, backend: 'webgpu', why: 'WASM was tried, but this model could not be run on it.', onTrial: false };
  }
  if (rival !== null) {
    const why = `WebGPU and WASM were both tried here; ${rival.backend} took ${rival.msPerToken.toFixed(1)} ms a token.`;
    return rival.backend === 'webgpu' ? wasm(why, true) : { ok: true, backend: 'webgpu', why, onTrial: false };
  }
  if (adapter === null) return wasm('This browser offers no WebGPU here, so the model runs on the processor.');
  if (obstacle !== null) return wasm(`The graphics adapter lacks what this model needs (${obstacle}).`);
  if (adapter.isFallback) {
    return wasm('The graphics adapter here is software, which is slower than WASM.');
  }
  return { ok: true, backend: 'webgpu', why: 'WebGPU was tried out.', onTrial: true };
}

function webgpuObstacle(model: ModelManifest, adapter: AdapterFacts | null): string | null {
  if (adapter === null) return 'no adapter';
  return model.builds.webgpu?.quantization.startsWith('q4f16') === true && !adapter.hasShaderF16 ? 'shader-f16' : null;
}

/** After the trial: stay with what is loaded, or hand over to the other. */
export type Verdict =
  | { readonly type: 'stay'; readonly why: string }
  | { readonly type: 'hand-over'; readonly rival: Rival };

/** `other`: what the other backend takes, measured (a rival) or estimated. */
export function judgeTrial(
  backend: Backend,
  msPerToken: number,
  other: { readonly msPerToken: number; readonly basis: 'measured' | 'estimated' },
): Verdict {
  if (other.msPerToken < msPerToken) return { type: 'hand-over', rival: { backend, msPerToken } };
  const [ours, theirs] = backend === 'webgpu' ? ['WebGPU', 'WASM'] : ['WASM', 'WebGPU'];
  const basis = other.basis === 'estimated' ? 'would take about' : 'took';
  const figure = (ms: number) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));
  return {
    type: 'stay',
    why: `Measured here: ${ours} took ${figure(msPerToken)} ms a token, ${theirs} ${basis} ${figure(other.msPerToken)} ms.`,
  };
}
