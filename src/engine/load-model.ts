import { HearthError, errorInfo } from '../core/errors.ts';
import { buildFor } from '../core/models/manifest.ts';
import type { Backend, ModelManifest } from '../core/models/manifest.ts';
import type { BackendChoice, LoadStage } from '../ports/engine.ts';
import type { LoadOrder, WireLoadPart } from '../protocol/engine-protocol.ts';
import { probeAdapter } from './backend/adapter-probe.ts';
import { judgeTrial, planBackend } from './backend/backend-plan.ts';
import type { BackendPlan } from './backend/backend-plan.ts';
import { estimateWasmMsPerToken } from './backend/wasm-estimate.ts';
import { hasWasmSimd } from './backend/wasm-features.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { GpuAccount } from './memory/gpu-account.ts';
import type { ModelFolder } from './model/model-folder.ts';
import { openModelFolder } from './model/open-model-folder.ts';
import { runSelfTest } from './self-test.ts';
import type { SelfTestRun } from './self-test.ts';
import { fetchLibrary, importLibrary } from './transformers/library.ts';
import { LanguageModel } from './transformers/language-model.ts';
import { TransformersModel } from './transformers/transformers-model.ts';

/** Parts go out in batches, which a busy thread would hold back. */
const SENDING_MS = 10;
/** Tokens of the trial's prompt: enough to compile the prefill's shaders, few enough for a software adapter. */
const TRIAL_PROMPT_TOKENS = 4;
const TRIAL_TOKENS = 4;

/** Loads what the order asks for; null when the other backend should be loaded instead (a hand-over was emitted). */
export async function loadModel(
  order: LoadOrder,
  gpu: GpuAccount,
  signal: AbortSignal,
  emit: (part: WireLoadPart) => void,
): Promise<LoadedModel | null> {
  const startMs = performance.now();
  emit({ type: 'load-progress', stage: 'probe', loadedBytes: 0, totalBytes: 0 });
  if (order.model.engine === 'webllm') {
    // Its code is fetched only by those who use it.
    const { loadWebLlm } = await import('./webllm/load-web-llm.ts');
    try {
      return await loadWebLlm(order, gpu, signal, emit);
    } catch (caught) {
      return startOver(order, 'webgpu', caught, emit);
    }
  }
  fetchLibrary();
  const adapter = order.preference === 'wasm' ? null : await probeAdapter();
  const plan = planBackend(order.model, order.preference, order.rival, { adapter, hasWasmSimd: hasWasmSimd() });
  if (!plan.ok) throw new HearthError(plan.error);
  signal.throwIfAborted();

  const progress = progressOf(buildFor(order.model, plan.backend).downloadBytes, emit);
  const folder = openModelFolder(order.model, signal, progress.add);
  const handOver = (msPerToken: number) =>
    emit({ type: 'load-handover', order: { ...order, rival: { backend: plan.backend, msPerToken } } });
  let ready: ReadyModel;
  try {
    ready = await prepare(order.model, plan, folder, gpu, signal, progress.enter);
  } catch (caught) {
    if (signal.aborted || folder.failure !== null) throw folder.failure ?? caught;
    if (!plan.onTrial) return startOver(order, plan.backend, caught, emit);
    // A backend on trial that fails has lost; the other one reads the same files.
    handOver(Number.POSITIVE_INFINITY);
    return null;
  }

  const verdict = verdictOf(order, plan, ready.msPerToken);
  if (verdict.type === 'hand-over') {
    await ready.model.dispose();
    handOver(verdict.rival.msPerToken);
    return null;
  }
  const facts = adapter === null ? null : { description: adapter.description, isFallback: adapter.isFallback };
  const choice: BackendChoice = { backend: plan.backend, why: verdict.why, adapter: facts };
  emit({ type: 'load-usable', choice, loadMs: performance.now() - startMs });
  await partsSent();
  const test = await testModel(ready, order.model, plan.backend, folder);
  signal.throwIfAborted();
  if (test.fault !== null) {
    await ready.model.dispose();
    return startOver(order, plan.backend, new HearthError(errorInfo('model-garbled', test.fault)), emit);
  }
  folder.close();
  const selfTest = {
    ...test.findings,
    contextWindow: order.model.contextWindow,
    isSecondTry: order.isSecondTry ?? false,
  };
  emit({ type: 'load-end', choice, loadMs: performance.now() - startMs, selfTest });
  return new TransformersModel(order.model, choice, ready.model, ready.device);
}

const MIN_CONTEXT = 512;

/**
 * What was loaded gives nonsense: once more in a fresh worker, on the other backend where that is free to choose, else
 * with half the context. Rethrows anything else, and nonsense of the second try.
 */
function startOver(order: LoadOrder, backend: Backend, caught: unknown, emit: (part: WireLoadPart) => void): null {
  const isGarbled = caught instanceof HearthError && caught.info.code === 'model-garbled';
  if (!isGarbled || order.isSecondTry === true) throw caught;
  const { model, preference } = order;
  const other = backend === 'webgpu' ? 'wasm' : 'webgpu';
  const smaller = { ...model, contextWindow: Math.max(MIN_CONTEXT, Math.floor(model.contextWindow / 2)) };
  const next =
    preference === 'auto' && order.rival === null && model.builds[other] !== undefined
      ? { rival: { backend, msPerToken: Number.POSITIVE_INFINITY } }
      : { model: smaller };
  emit({ type: 'load-handover', order: { ...order, ...next, isSecondTry: true } });
  return null;
}

/** A short known answer; the first good one is kept where none is known. */
async function testModel(
  { model, device }: ReadyModel,
  manifest: ModelManifest,
  backend: Backend,
  { source }: ModelFolder,
): Promise<SelfTestRun> {
  const { quantization } = buildFor(manifest, backend);
  const cache = model.createCache(device);
  const run = await runSelfTest(model, cache, await source.knownAnswer(quantization, backend));
  await cache.clear();
  if (run.answer !== null) await source.keepAnswer(quantization, backend, run.answer);
  return run;
}

interface ReadyModel {
  readonly model: LanguageModel;
  readonly device: GPUDevice | null;
  /** Null when it was not on trial. */
  readonly msPerToken: number | null;
}

/** Runtime, weights, warm-up. */
async function prepare(
  manifest: ModelManifest,
  { backend, onTrial }: Extract<BackendPlan, { ok: true }>,
  folder: ModelFolder,
  gpu: GpuAccount,
  signal: AbortSignal,
  enter: (stage: LoadStage) => void,
): Promise<ReadyModel> {
  enter('runtime');
  const imported = await importLibrary(backend, folder);
  enter('weights');
  const model = await LanguageModel.load(imported, manifest, backend, folder);
  signal.throwIfAborted();
  const device = backend === 'webgpu' ? (gpu.devices.at(-1) ?? null) : null;
  if (backend === 'webgpu' && device === null) throw new HearthError(errorInfo('webgpu-unavailable', 'no device'));
  gpu.markWeights();
  if (device !== null) model.watch(device);
  enter('warm-up');
  // What is not on trial is warmed up by its self-test.
  if (!onTrial) return { model, device, msPerToken: null };
  await partsSent();
  const msPerToken = await tryOut(model, device);
  signal.throwIfAborted();
  return { model, device, msPerToken };
}

/** What was told is on its way to the page, before the thread is busy again. */
function partsSent(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SENDING_MS));
}

/** Files come in thousands of chunks; the page wants to know of each half percent. */
function progressOf(totalBytes: number, emit: (part: WireLoadPart) => void) {
  let stage: LoadStage = 'runtime';
  let loadedBytes = 0;
  let toldBytes = 0;
  const tell = () => {
    toldBytes = loadedBytes;
    emit({ type: 'load-progress', stage, loadedBytes: Math.min(loadedBytes, totalBytes), totalBytes });
  };
  return {
    enter: (next: LoadStage) => {
      stage = next;
      tell();
    },
    add: (chunkBytes: number) => {
      loadedBytes += chunkBytes;
      if (loadedBytes - toldBytes >= totalBytes / 200 || loadedBytes >= totalBytes) tell();
    },
  };
}

function verdictOf(order: LoadOrder, plan: Extract<BackendPlan, { ok: true }>, msPerToken: number | null) {
  if (msPerToken === null) return { type: 'stay', why: plan.why } as const;
  const other =
    order.rival === null
      ? ({ msPerToken: estimateWasmMsPerToken(order.model.parameters), basis: 'estimated' } as const)
      : ({ msPerToken: order.rival.msPerToken, basis: 'measured' } as const);
  return judgeTrial(plan.backend, msPerToken, other);
}

/** Compiles shaders and touches every weight once; returns the fastest token, in ms. */
async function tryOut(model: LanguageModel, device: GPUDevice | null): Promise<number> {
  const cache = model.createCache(device);
  const anyId = model.encode('Hello').at(0) ?? 0;
  checkLogits(await model.read(Array<number>(TRIAL_PROMPT_TOKENS).fill(anyId), cache));
  let best = Number.POSITIVE_INFINITY;
  for (let token = 0; token < TRIAL_TOKENS; token++) {
    const startMs = performance.now();
    checkLogits(await model.read([anyId], cache));
    best = Math.min(best, performance.now() - startMs);
  }
  await cache.clear();
  return best;
}

/** Too little GPU memory may give zeros or NaN instead of an error. */
function checkLogits(logits: Float32Array): void {
  const [first] = logits;
  if (logits.every(Number.isFinite) && logits.some((logit) => logit !== first)) return;
  throw new HearthError(errorInfo('model-garbled', 'the first run gave no usable numbers'));
}
