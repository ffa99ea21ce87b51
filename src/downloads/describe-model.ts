import { HearthError, errorInfo } from '../core/errors.ts';
import { modelId } from '../core/ids.ts';
import type { Backend, ModelManifest, Quantization } from '../core/models/manifest.ts';
import type { FileSelection, HubSource, ModelFile } from '../core/models/source.ts';
import type { DownloadOrder } from '../core/models/stored-model.ts';
import { fieldOf, numberAt, textAt } from './hub-answers.ts';

/** What the device of this worker can do, as far as the choice of a graph depends on it. */
export interface DeviceKind {
  /** A graphics device that is not emulated. */
  readonly hasGpu: boolean;
  readonly hasFloat16: boolean;
}

/** Everything that tells what a repository holds. */
export interface RepositoryFacts {
  readonly source: HubSource;
  readonly license: string | null;
  readonly files: readonly ModelFile[];
  readonly device: DeviceKind;
  /** Reads a JSON file of the repository. */
  readonly readJson: (path: string) => Promise<unknown>;
}

interface Graph {
  readonly name: string;
  readonly backend: Backend;
  readonly quantization: Quantization;
  /** Bytes of file per parameter, scales and embeddings included. */
  readonly bytesPerParameter: number;
}

const GRAPHS = {
  q4f16: { name: 'model_q4f16', backend: 'webgpu', quantization: 'q4f16', bytesPerParameter: 0.62 },
  q4: { name: 'model_q4', backend: 'webgpu', quantization: 'q4', bytesPerParameter: 0.7 },
  q8: { name: 'model_quantized', backend: 'wasm', quantization: 'q8', bytesPerParameter: 1.05 },
} as const satisfies Record<string, Graph>;

/** Which engine and build a repository's files are for. Throws `model-unknown-kind` or `model-library-needed`. */
export async function describeModel(facts: RepositoryFacts): Promise<DownloadOrder> {
  const has = (path: string) => facts.files.some((file) => file.path === path);
  if (has('mlc-chat-config.json')) return describeMlc(facts);
  if (has('config.json') && facts.files.some(({ path }) => /^onnx\/.+\.onnx$/.test(path))) return describeOnnx(facts);
  throw new HearthError(errorInfo('model-unknown-kind', facts.source.repo));
}

const PACKAGE_MANIFEST = 'mlc-model-manifest.json';
const isPackageManifest = ({ path }: ModelFile) => path === PACKAGE_MANIFEST;

async function describeMlc(facts: RepositoryFacts): Promise<DownloadOrder> {
  const config = await facts.readJson('mlc-chat-config.json');
  const quantization = textAt(config, 'quantization');
  if (quantization !== 'q4f16_1' && quantization !== 'q4f32_1')
    throw new HearthError(errorInfo('model-unknown-kind', `quantization ${quantization ?? 'unknown'}`));
  const modelLib = textAt(config, 'model_lib');
  const library =
    facts.files.find(({ path }) => path.endsWith('.wasm')) ??
    (modelLib !== null && /^https?:\/\/.+\.wasm$/.test(modelLib)
      ? { path: modelLib.slice(modelLib.lastIndexOf('/') + 1), url: modelLib, bytes: null, sha256: null }
      : null);
  if (library === null) throw new HearthError(errorInfo('model-library-needed', facts.source.repo));
  const shape = fieldOf(config, 'model_config') ?? config;
  const bytes = facts.files.reduce((sum, file) => sum + (/params_shard_/.test(file.path) ? (file.bytes ?? 0) : 0), 0);
  return order(
    facts,
    { format: 'mlc', library, ...(facts.files.some(isPackageManifest) ? { packageManifest: PACKAGE_MANIFEST } : {}) },
    { kvBytesPerValue: quantization === 'q4f16_1' ? 2 : 4, shape },
    {
      engine: 'webllm',
      parameters: Math.round(bytes / 0.57),
      contextWindow: numberAt(config, 'context_window_size') ?? contextOf(shape),
      builds: { webgpu: { quantization, downloadBytes: bytes + (library.bytes ?? 0) } },
    },
  );
}

async function describeOnnx(facts: RepositoryFacts): Promise<DownloadOrder> {
  const config = await facts.readJson('config.json');
  const shape = fieldOf(config, 'text_config') ?? config;
  const { hasGpu, hasFloat16 } = facts.device;
  const { q4f16, q4, q8 } = GRAPHS;
  // What this device runs best first, then what it runs at all.
  const wanted: readonly Graph[] = hasGpu ? (hasFloat16 ? [q4f16, q4, q8] : [q4, q8]) : [q8, q4];
  const graph = wanted.find(({ name }) => facts.files.some(({ path }) => path === `onnx/${name}.onnx`));
  if (graph === undefined)
    throw new HearthError(errorInfo('model-unknown-kind', `none of ${wanted.map(({ name }) => name).join(', ')}`));
  const bytes = facts.files
    .filter(({ path }) => path.startsWith(`onnx/${graph.name}.onnx`))
    .reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const kvBytesPerValue = graph.quantization === 'q4f16' ? 2 : 4;
  return order(
    facts,
    { format: 'onnx', graph: graph.name },
    { kvBytesPerValue, shape },
    {
      engine: 'transformers',
      parameters: Math.round(bytes / graph.bytesPerParameter),
      contextWindow: contextOf(shape),
      builds: { [graph.backend]: { quantization: graph.quantization, downloadBytes: bytes } },
    },
  );
}

function order(
  { source, license }: RepositoryFacts,
  selection: FileSelection,
  kv: { readonly kvBytesPerValue: number; readonly shape: unknown },
  kind: Pick<ModelManifest, 'engine' | 'parameters' | 'contextWindow' | 'builds'>,
): DownloadOrder {
  const [, name = source.repo] = source.repo.split('/');
  const build = Object.values(kind.builds)[0]?.quantization ?? '';
  const folder = folderName(source.repo, build);
  return {
    manifest: {
      ...kind,
      id: modelId(folder),
      name: name.replaceAll(/[-_]+/g, ' '),
      files: { type: 'stored', folder },
      license: license ?? 'unknown',
      kvBytesPerToken: kvBytesPerToken(kv.shape, kv.kvBytesPerValue),
      escalateToken: null,
    },
    source,
    selection,
    files: [],
  };
}

/** `owner-name-build`, in characters that are safe as a folder's name. */
export function folderName(repo: string, build: string): string {
  const whole = build === '' || repo.toLowerCase().includes(build.toLowerCase()) ? repo : `${repo}-${build}`;
  return whole
    .toLowerCase()
    .replaceAll(/[^\w.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
}

function contextOf(shape: unknown): number {
  return numberAt(shape, 'max_position_embeddings') ?? numberAt(shape, 'n_positions') ?? 2048;
}

function kvBytesPerToken(shape: unknown, bytesPerValue: number): number {
  const layers = numberAt(shape, 'num_hidden_layers') ?? numberAt(shape, 'n_layer') ?? 24;
  const heads = numberAt(shape, 'num_attention_heads') ?? numberAt(shape, 'n_head') ?? 16;
  const hidden = numberAt(shape, 'hidden_size') ?? numberAt(shape, 'n_embd') ?? 2048;
  const kvHeads = numberAt(shape, 'num_key_value_heads') ?? heads;
  const headSize = numberAt(shape, 'head_dim') ?? Math.round(hidden / heads);
  return 2 * layers * kvHeads * headSize * bytesPerValue;
}
