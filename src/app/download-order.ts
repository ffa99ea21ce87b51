import { buildId } from '../core/ids.ts';
import type { CatalogBuild, CatalogModel } from '../core/models/catalog-entry.ts';
import type { Backend, ModelManifest } from '../core/models/manifest.ts';
import type { FileSelection, HubSource } from '../core/models/source.ts';
import type { DownloadOrder } from '../core/models/stored-model.ts';
import { estimated } from '../core/quantity.ts';

/** What the library is told to fetch for one build of a catalog model. */
export function orderOf(model: CatalogModel, build: CatalogBuild): DownloadOrder {
  const { quantization, downloadBytes } = build;
  return {
    manifest: {
      id: model.id,
      name: model.name,
      engine: build.engine,
      files: { type: 'stored', folder: build.id },
      license: model.license.name,
      parameters: model.parameters,
      contextWindow: model.contextWindow,
      kvBytesPerToken: build.kvBytesPerToken,
      builds: { [build.backend]: { quantization, downloadBytes: downloadBytes.value } },
      escalateToken: null,
    },
    source: build.source,
    selection: build.selection,
    files: [],
  };
}

/** Weights, plus a tenth for activations and buffers. */
const MEMORY_PER_DOWNLOADED_BYTE = 1.1;

/** A model of the user's own as if it stood in the catalog, so that it can be judged. Null without a build. */
export function buildOf(
  manifest: ModelManifest,
  source: HubSource,
  selection: FileSelection,
  totalBytes: number | null,
): CatalogBuild | null {
  const backends: readonly Backend[] = ['webgpu', 'wasm'];
  const backend = backends.find((candidate) => manifest.builds[candidate] !== undefined);
  const build = backend === undefined ? undefined : manifest.builds[backend];
  if (backend === undefined || build === undefined) return null;
  const bytes = totalBytes ?? build.downloadBytes;
  return {
    id: buildId(manifest.files.type === 'stored' ? manifest.files.folder : manifest.id),
    engine: manifest.engine,
    backend,
    quantization: build.quantization,
    source,
    selection,
    downloadBytes: estimated(bytes),
    baseMemoryBytes: estimated(bytes * MEMORY_PER_DOWNLOADED_BYTE),
    kvBytesPerToken: manifest.kvBytesPerToken,
    requiredFeatures: build.quantization.includes('f16') ? ['shader-f16'] : [],
    requiredLimits: {},
  };
}
