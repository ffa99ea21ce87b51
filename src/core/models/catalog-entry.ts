import type { BuildId, ModelId } from '../ids.ts';
import type { Quantity } from '../quantity.ts';
import type { Backend, EngineKind, Quantization } from './manifest.ts';
import type { FileSelection, HubSource } from './source.ts';

/** One build of a catalog model: what is downloaded and what it needs. */
export interface CatalogBuild {
  /** Also the name of its folder in the model store. */
  readonly id: BuildId;
  readonly engine: EngineKind;
  readonly backend: Backend;
  readonly quantization: Quantization;
  readonly source: HubSource;
  readonly selection: FileSelection;
  readonly downloadBytes: Quantity;
  /** Weights that are read to make one token; absent: all that is downloaded. */
  readonly weightBytesPerToken?: Quantity;
  /** Weights, activations and buffers on the device, without the KV cache. */
  readonly baseMemoryBytes: Quantity;
  readonly kvBytesPerToken: number;
  /** WebGPU feature names, such as `shader-f16`. */
  readonly requiredFeatures: readonly string[];
  /** WebGPU limits by name, each at least this much. */
  readonly requiredLimits: Readonly<Record<string, number>>;
}

export interface CatalogModel {
  readonly id: ModelId;
  readonly name: string;
  readonly maker: string;
  readonly license: { readonly name: string; readonly url: string };
  /** A sentence: what it is good for. */
  readonly summary: string;
  readonly parameters: number;
  /** Tokens that Hearth runs it with at most: what the builds are configured for. */
  readonly contextWindow: number;
  readonly builds: readonly CatalogBuild[];
}
