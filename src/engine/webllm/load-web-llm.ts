import type { AppConfig, InitProgressReport } from '@mlc-ai/web-llm';
import { HearthError, errorInfo } from '../../core/errors.ts';
import { buildFor } from '../../core/models/manifest.ts';
import type { ModelManifest } from '../../core/models/manifest.ts';
import type { BackendChoice, LoadStage } from '../../ports/engine.ts';
import type { LoadOrder, WireLoadPart } from '../../protocol/engine-protocol.ts';
import { probeAdapter } from '../backend/adapter-probe.ts';
import type { AdapterFacts } from '../backend/adapter-probe.ts';
import type { GpuAccount } from '../memory/gpu-account.ts';
import { openOpfsFolder } from '../model/opfs-folder.ts';
import type { OpfsFolder } from '../model/opfs-folder.ts';
import { StoredSource } from '../model/stored-source.ts';
import { runSelfTest } from '../self-test.ts';
import { configOverrides, parseChatConfig } from './chat-config.ts';
import type { ChatConfig } from './chat-config.ts';
import { DeviceWatch } from './device-watch.ts';
import { importWebLlm } from './library.ts';
import { loadFailure } from './load-failure.ts';
import { viewPipeline } from './pipeline-view.ts';
import { SealedTokenizer, TOKENIZER } from './sealed-tokenizer.ts';
import { isWeights, storedBuild } from './store-caches.ts';
import type { StoredBuild } from './store-caches.ts';
import { OWN_CACHE, tokenModelOf } from './token-model.ts';
import { TokenWatch } from './token-watch.ts';
import { WebLlmModel } from './web-llm-model.ts';
import type { WebLlmParts } from './web-llm-model.ts';

/** Loads an MLC build from the store. Rejects with what went wrong as a `HearthError`. */
export async function loadWebLlm(
  { model: manifest, isSecondTry = false }: LoadOrder,
  gpu: GpuAccount,
  signal: AbortSignal,
  emit: (part: WireLoadPart) => void,
): Promise<WebLlmModel> {
  const startMs = performance.now();
  if (manifest.files.type !== 'stored')
    throw new HearthError(errorInfo('model-missing', `${manifest.id} is not in the model store`));
  const folder = await openOpfsFolder(manifest.files.folder);
  const config = parseChatConfig(await (await folder.open('mlc-chat-config.json')).text());
  signal.throwIfAborted();

  const progress = new Progress(weightBytes(folder), emit);
  const tokenizer = new SealedTokenizer(config);
  const build = storedBuild(folder, progress.fileRead, { [TOKENIZER]: tokenizer.rewrite });
  progress.enter('runtime');
  const [adapter, { MLCEngine }] = await Promise.all([usableAdapter(manifest), importWebLlm(build.caches)]);
  signal.throwIfAborted();
  const tokens = new TokenWatch();
  // Told first when the device is there, and after every file of weights.
  const told = Promise.withResolvers<void>();
  const engine = new MLCEngine({
    appConfig: appConfig(manifest, config, build, folder),
    initProgressCallback: (_report: InitProgressReport) => {
      told.resolve();
      if (progress.enterWarmUp()) gpu.markWeights();
    },
    logitProcessorRegistry: new Map([[manifest.id, tokens]]),
    logLevel: 'SILENT',
  });
  try {
    const loading = engine.reload(manifest.id);
    await Promise.race([loading, told.promise]);
    const gpuDevice = gpu.devices.at(-1);
    if (gpuDevice === undefined) throw new HearthError(errorInfo('webgpu-unavailable', 'no device'));
    const device = new DeviceWatch(gpuDevice);
    await device.orGone(loading);
    const { seal } = tokenizer;
    const parts = { engine, config, seal, view: viewPipeline(engine, manifest.id), tokens, device };
    const choice: BackendChoice = {
      backend: 'webgpu',
      why: 'This model is built for WebGPU.',
      adapter: { description: adapter.description, isFallback: adapter.isFallback },
    };
    emit({ type: 'load-usable', choice, loadMs: performance.now() - startMs });
    const selfTest = await testModel(parts, manifest, manifest.files.folder, signal);
    signal.throwIfAborted();
    emit({ type: 'load-end', choice, loadMs: performance.now() - startMs, selfTest: { ...selfTest, isSecondTry } });
    return new WebLlmModel(manifest, choice, parts);
  } catch (caught) {
    throw new HearthError(loadFailure(build.failure ?? caught));
  }
}

/** A short known answer; the first good one is kept. Rejects with `HearthError` `model-garbled`. */
async function testModel(parts: WebLlmParts, manifest: ModelManifest, folder: string, signal: AbortSignal) {
  const { quantization } = buildFor(manifest, 'webgpu');
  const source = new StoredSource(folder, signal, () => undefined);
  const model = tokenModelOf(parts);
  const known = await source.knownAnswer(quantization, 'webgpu');
  const { findings, fault, answer } = await runSelfTest(model, OWN_CACHE, known);
  await parts.engine.resetChat();
  if (fault !== null) throw new HearthError(errorInfo('model-garbled', fault));
  if (answer !== null) await source.keepAnswer(quantization, 'webgpu', answer);
  return { ...findings, contextWindow: manifest.contextWindow };
}

/** Rejects with `HearthError` `webgpu-unavailable` where the build cannot run. */
async function usableAdapter(manifest: ModelManifest): Promise<AdapterFacts> {
  const { quantization } = buildFor(manifest, 'webgpu');
  const adapter = await patientAdapter();
  if (adapter === null) throw new HearthError(errorInfo('webgpu-unavailable', 'no adapter'));
  // Some of web-llm's own entries forget to say so.
  if (quantization.startsWith('q4f16') && !adapter.hasShaderF16)
    throw new HearthError(errorInfo('webgpu-unavailable', 'shader-f16'));
  return adapter;
}

/** After a crash of the browser's GPU process there is none for a moment, which is when people try again. */
const ADAPTER_TRIES = 10;
const ADAPTER_PAUSE_MS = 500;

async function patientAdapter(): Promise<AdapterFacts | null> {
  for (let attempt = 1; ; attempt++) {
    const adapter = await probeAdapter().catch(() => null);
    if (adapter !== null || attempt === ADAPTER_TRIES || !('gpu' in navigator)) return adapter;
    await new Promise((resolve) => setTimeout(resolve, ADAPTER_PAUSE_MS));
  }
}

/** Tells how the library is called; a build has it where it needs it. Unknown to 0.2.79, which had no such builds. */
const PACKAGE_MANIFEST = 'mlc-model-manifest.json';

function appConfig(manifest: ModelManifest, config: ChatConfig, build: StoredBuild, { list }: OpfsFolder): AppConfig {
  return {
    model_list: [
      {
        model_id: manifest.id,
        model: build.modelUrl,
        model_lib: build.libraryUrl,
        overrides: configOverrides(config, manifest.contextWindow),
        ...(list.has(PACKAGE_MANIFEST) ? { model_manifest: PACKAGE_MANIFEST } : {}),
      },
    ],
  };
}

function weightBytes({ list }: OpfsFolder): number {
  let bytes = 0;
  for (const file of list.values()) if (isWeights(file.path)) bytes += file.bytes;
  return bytes;
}

/** By the weights that were read; the rest is small. */
class Progress {
  readonly #totalBytes: number;
  readonly #emit: (part: WireLoadPart) => void;
  #stage: LoadStage = 'runtime';
  #loadedBytes = 0;

  constructor(totalBytes: number, emit: (part: WireLoadPart) => void) {
    this.#totalBytes = totalBytes;
    this.#emit = emit;
  }

  enter(stage: LoadStage): void {
    this.#stage = stage;
    this.#tell();
  }

  readonly fileRead = (path: string, bytes: number): void => {
    if (!isWeights(path)) return;
    this.#stage = 'weights';
    this.#loadedBytes += bytes;
    this.#tell();
  };

  /** True once: all weights are on the device, and nothing else is yet. */
  enterWarmUp(): boolean {
    if (this.#stage !== 'weights' || this.#loadedBytes < this.#totalBytes) return false;
    this.enter('warm-up');
    return true;
  }

  #tell(): void {
    this.#emit({
      type: 'load-progress',
      stage: this.#stage,
      loadedBytes: this.#loadedBytes,
      totalBytes: this.#totalBytes,
    });
  }
}
