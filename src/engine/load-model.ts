import { HearthError, errorInfo } from '../core/errors.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { BackendChoice, LoadStage } from '../ports/engine.ts';
import type { LoadOrder, WireLoadPart } from '../protocol/engine-protocol.ts';
import { probeAdapter } from './backend/adapter-probe.ts';
import { judgeTrial, planBackend } from './backend/backend-plan.ts';
import type { BackendPlan } from './backend/backend-plan.ts';
import { estimateWasmMsPerToken } from './backend/wasm-estimate.ts';
import { hasWasmSimd } from './backend/wasm-features.ts';
import type { GpuAccount } from './memory/gpu-account.ts';
import { ModelFolder } from './model/model-folder.ts';
import type { KvCache } from './transformers/kv-cache.ts';
import { importLibrary } from './transformers/library.ts';
import { LanguageModel } from './transformers/language-model.ts';

export interface LoadedModel {
  readonly manifest: ModelManifest;
  readonly choice: BackendChoice;
  readonly model: LanguageModel;
  /** The device its tensors live on; null on WASM. */
  readonly device: GPUDevice | null;
}

/** Tokens of the warm-up prompt: enough to compile the prefill's shaders, few enough for a software adapter. */
const WARM_UP_TOKENS = 4;
const TRIAL_TOKENS = 4;

/** Loads what the order asks for; null when the other backend should be loaded instead (a hand-over was emitted). */
export async function loadModel(
  order: LoadOrder,
  gpu: GpuAccount,
  signal: AbortSignal,
  emit: (part: WireLoadPart) => void,
): Promise<LoadedModel | null> {
  const startMs = performance.now();
  const progress = (stage: LoadStage, loadedBytes: number, totalBytes: number) =>
    emit({ type: 'load-progress', stage, loadedBytes, totalBytes });

  progress('probe', 0, 0);
  const adapter = order.preference === 'wasm' ? null : await probeAdapter();
  const plan = planBackend(order.model, order.preference, order.rival, { adapter, hasWasmSimd: hasWasmSimd() });
  if (!plan.ok) throw new HearthError(plan.error);
  signal.throwIfAborted();

  const totalBytes = order.model.builds[plan.backend].downloadBytes;
  let loadedBytes = 0;
  const folder = new ModelFolder(folderUrl(order.model), signal, (chunkBytes) => {
    loadedBytes += chunkBytes;
    progress('weights', Math.min(loadedBytes, totalBytes), totalBytes);
  });
  progress('runtime', 0, totalBytes);
  const library = await importLibrary(plan.backend, folder);
  progress('weights', 0, totalBytes);
  let model: LanguageModel;
  try {
    model = await LanguageModel.load(library, order.model, plan.backend, folder);
  } catch (caught) {
    throw folder.failure ?? caught;
  }
  signal.throwIfAborted();
  const device = plan.backend === 'webgpu' ? (gpu.devices.at(-1) ?? null) : null;
  if (plan.backend === 'webgpu' && device === null) throw new HearthError(errorInfo('webgpu-unavailable', 'no device'));
  gpu.markWeights();
  if (device !== null) model.watch(device);

  progress('warm-up', totalBytes, totalBytes);
  const cache = model.createCache(device);
  const msPerToken = await warmUp(model, cache, plan.onTrial ? TRIAL_TOKENS : 1);
  await cache.clear();
  signal.throwIfAborted();

  const facts = adapter === null ? null : { description: adapter.description, isFallback: adapter.isFallback };
  const verdict = verdictOf(order, plan, msPerToken);
  if (verdict.type === 'hand-over') {
    emit({ type: 'load-handover', order: { ...order, rival: verdict.rival } });
    await model.dispose();
    return null;
  }
  const choice: BackendChoice = { backend: plan.backend, why: verdict.why, adapter: facts };
  emit({ type: 'load-end', choice, loadMs: performance.now() - startMs });
  return { manifest: order.model, choice, model, device };
}

function verdictOf(order: LoadOrder, plan: Extract<BackendPlan, { ok: true }>, msPerToken: number) {
  if (!plan.onTrial) return { type: 'stay', why: plan.why } as const;
  const other =
    order.rival === null
      ? ({ msPerToken: estimateWasmMsPerToken(order.model.parameters), basis: 'estimated' } as const)
      : ({ msPerToken: order.rival.msPerToken, basis: 'measured' } as const);
  return judgeTrial(plan.backend, msPerToken, other);
}

/** Compiles shaders and touches every weight once; returns the fastest token, in ms. */
async function warmUp(model: LanguageModel, cache: KvCache, tokens: number): Promise<number> {
  const anyId = model.encode('Hello').at(0) ?? 0;
  checkLogits(await model.read(Array<number>(WARM_UP_TOKENS).fill(anyId), cache));
  let best = Number.POSITIVE_INFINITY;
  for (let token = 0; token < tokens; token++) {
    const startMs = performance.now();
    checkLogits(await model.read([anyId], cache));
    best = Math.min(best, performance.now() - startMs);
  }
  return best;
}

/** Too little GPU memory may give zeros or NaN instead of an error. */
function checkLogits(logits: Float32Array): void {
  const [first] = logits;
  if (logits.every(Number.isFinite) && logits.some((logit) => logit !== first)) return;
  throw new HearthError(errorInfo('model-corrupt', 'the first run gave no usable numbers'));
}

function folderUrl(model: ModelManifest): string {
  return new URL(`${model.basePath}/`, self.location.origin).href;
}
