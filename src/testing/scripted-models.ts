import { errorInfo } from '../core/errors.ts';
import { buildId, modelId } from '../core/ids.ts';
import type { CatalogBuild, CatalogModel } from '../core/models/catalog-entry.ts';
import type { DownloadOrder, StoredModel, TransferState } from '../core/models/stored-model.ts';
import { estimated, measured } from '../core/quantity.ts';
import type { DeviceFacts, DeviceProbe } from '../ports/device-probe.ts';
import type { KeptModelFacts, ModelKeeper } from '../ports/model-keeper.ts';
import { NOTHING_KEPT } from '../ports/model-keeper.ts';
import type { ImportFile, LibraryResult, LibrarySettings, ModelLibrary } from '../ports/model-library.ts';

/** A library without files: every call is remembered, and what becomes of it is the test's to say. */
export class ScriptedModelLibrary implements ModelLibrary {
  readonly calls: string[] = [];
  readonly configured: LibrarySettings[] = [];
  found: LibraryResult<DownloadOrder> = { ok: false, error: errorInfo('model-missing') };
  imported: LibraryResult<StoredModel> = { ok: false, error: errorInfo('model-corrupt') };
  updated: LibraryResult<'current' | 'updating'> = { ok: true, value: 'current' };
  removed: LibraryResult<number> | null = null;
  #models: readonly StoredModel[] = [];
  readonly #listeners = new Set<(models: readonly StoredModel[]) => void>();

  constructor(models: readonly StoredModel[] = []) {
    this.#models = models;
  }

  /** What a real one would tell of its own accord. */
  tell(models: readonly StoredModel[]): void {
    this.#models = models;
    for (const listener of this.#listeners) listener(models);
  }

  /** One model goes over to another state. */
  become(folder: string, state: TransferState, storedBytes?: number): void {
    this.tell(
      this.#models.map((model) =>
        model.folder === folder ? { ...model, state, storedBytes: storedBytes ?? model.storedBytes } : model,
      ),
    );
  }

  subscribe(onChange: (models: readonly StoredModel[]) => void): () => void {
    this.#listeners.add(onChange);
    onChange(this.#models);
    return () => this.#listeners.delete(onChange);
  }

  configure(settings: LibrarySettings): Promise<void> {
    this.configured.push(settings);
    return Promise.resolve();
  }

  download({ manifest, source }: DownloadOrder): Promise<void> {
    const folder = manifest.files.type === 'stored' ? manifest.files.folder : manifest.id;
    this.calls.push(`download ${folder}`);
    const model = storedModel({ folder, manifest, source, state: { type: 'queued' }, storedBytes: 0 });
    this.tell([...this.#models.filter((other) => other.folder !== folder), model]);
    return Promise.resolve();
  }

  pause(folder: string): Promise<void> {
    this.become(folder, { type: 'paused' });
    return this.#called('pause', folder);
  }

  resume(folder: string): Promise<void> {
    this.become(folder, { type: 'queued' });
    return this.#called('resume', folder);
  }

  cancel(folder: string): Promise<void> {
    this.tell(this.#models.filter((model) => model.folder !== folder));
    return this.#called('cancel', folder);
  }

  verify(folder: string): Promise<void> {
    return this.#called('verify', folder);
  }

  repair(folder: string): Promise<void> {
    return this.#called('repair', folder);
  }

  async update(folder: string): Promise<LibraryResult<'current' | 'updating'>> {
    await this.#called('update', folder);
    return this.updated;
  }

  async remove(folder: string): Promise<LibraryResult<number>> {
    await this.#called('remove', folder);
    const model = this.#models.find((candidate) => candidate.folder === folder);
    const result = this.removed ?? { ok: true, value: model?.storedBytes ?? 0 };
    if (result.ok) this.tell(this.#models.filter((other) => other !== model));
    return result;
  }

  touch(folder: string): Promise<void> {
    return this.#called('touch', folder);
  }

  async inspect(reference: string): Promise<LibraryResult<DownloadOrder>> {
    await this.#called('inspect', reference);
    return this.found;
  }

  async importFiles(files: readonly ImportFile[]): Promise<LibraryResult<StoredModel>> {
    await this.#called('import', files.map(({ path }) => path).join(' '));
    if (this.imported.ok) this.tell([...this.#models, this.imported.value]);
    return this.imported;
  }

  async exportTo(folder: string, target: FileSystemDirectoryHandle): Promise<LibraryResult<number>> {
    await this.#called('export', `${folder} ${target.name}`);
    return { ok: true, value: 1_000_000 };
  }

  #called(name: string, about: string): Promise<void> {
    this.calls.push(`${name} ${about}`);
    return Promise.resolve();
  }
}

export class MemoryModelKeeper implements ModelKeeper {
  kept: KeptModelFacts;

  constructor(kept: Partial<KeptModelFacts> = {}) {
    this.kept = { ...NOTHING_KEPT, ...kept };
  }

  read(): KeptModelFacts {
    return this.kept;
  }

  update(change: Partial<KeptModelFacts>): void {
    this.kept = { ...this.kept, ...change };
  }

  clear(): void {
    this.kept = NOTHING_KEPT;
  }
}

/** A plain laptop without half precision. */
const LAPTOP: DeviceFacts = {
  adapter: { description: 'a graphics card', isFallback: false, features: [], limits: {} },
  hasWasmSimd: true,
  gpuBandwidthBytesPerSecond: measured(50e9),
  gpuFlopsPerSecond: measured(1e12),
  cpuBandwidthBytesPerSecond: measured(10e9),
  deviceMemoryBytes: measured(4 * 2 ** 30),
  storageFreeBytes: measured(100e9),
};

export const SCRIPTED_PROBE: DeviceProbe = { read: () => Promise.resolve(LAPTOP), forget: () => undefined };

const build = (id: string, needsF16: boolean): CatalogBuild => ({
  id: buildId(id),
  engine: 'webllm',
  backend: 'webgpu',
  quantization: needsF16 ? 'q4f16_1' : 'q4f32_1',
  source: { repo: `makers/${id}`, revision: 'main' },
  selection: {
    format: 'mlc',
    library: { path: 'lib.wasm', url: 'https://libs.example/lib.wasm', bytes: null, sha256: null },
  },
  downloadBytes: estimated(2e9),
  baseMemoryBytes: estimated(2.2e9),
  kvBytesPerToken: 400_000,
  requiredFeatures: needsF16 ? ['shader-f16'] : [],
  requiredLimits: {},
});

/** One model with two builds, of which a laptop without half precision can run the second. */
export const PHI: CatalogModel = {
  id: modelId('phi'),
  name: 'Phi',
  maker: 'Makers',
  license: { name: 'MIT', url: 'https://licences.example/mit' },
  summary: 'Good at much.',
  parameters: 3.8e9,
  contextWindow: 4096,
  builds: [build('phi-f16', true), build('phi-f32', false)],
};

export function storedModel(of: Partial<StoredModel> & { readonly folder: string }): StoredModel {
  return {
    manifest: {
      id: modelId('phi'),
      name: 'Phi',
      engine: 'webllm',
      files: { type: 'stored', folder: of.folder },
      license: 'MIT',
      parameters: 3.8e9,
      contextWindow: 4096,
      kvBytesPerToken: 400_000,
      builds: {
        webgpu: { quantization: 'q4f32_1', downloadBytes: 2e9 },
        // The scripted engine runs on either.
        wasm: { quantization: 'q8', downloadBytes: 2e9 },
      },
      escalateToken: null,
    },
    source: { repo: 'makers/phi', revision: 'main' },
    state: { type: 'ready' },
    storedBytes: 2e9,
    totalBytes: 2e9,
    origin: 'https://huggingface.co',
    pinned: 'first-use',
    lastUsedMs: null,
    update: null,
    ...of,
  };
}
