import { HearthError, errorInfo } from '../errors.ts';
import type { ModelId } from '../ids.ts';

export type EngineKind = 'transformers' | 'webllm';
export type Backend = 'webgpu' | 'wasm';

/**
 * Weight format. ONNX builds: `q4` and `q4f16` = int4 MatMulNBits (WebGPU), `q8` = dynamic int8 (WASM).
 * MLC builds: `q4f16_1` and `q4f32_1` = int4 in groups of 32 with float16 or float32 activations.
 */
export type Quantization = 'q4' | 'q8' | 'q4f16' | 'q4f16_1' | 'q4f32_1';

/** Where the engine finds a model's files: served with the app, or kept by the model library under a key. */
export type ModelFiles =
  /** Folder with config.json, tokenizer.json and onnx/, as an URL path of this origin, no trailing slash. */
  { readonly type: 'origin'; readonly basePath: string } | { readonly type: 'stored'; readonly folder: string };

/** What an engine needs to know of a model before it loads it. */
export interface ModelManifest {
  readonly id: ModelId;
  readonly name: string;
  readonly engine: EngineKind;
  readonly files: ModelFiles;
  readonly license: string;
  readonly parameters: number;
  /** Tokens of prompt and answer together. */
  readonly contextWindow: number;
  /** KV cache bytes per token: 2 · layers · kvHeads · headDim · bytes per value. */
  readonly kvBytesPerToken: number;
  /** One build per backend it can run on; a downloaded model has the one that was downloaded. */
  readonly builds: Readonly<Partial<Record<Backend, ModelBuild>>>;
  /** A token that ends an answer with reason `escalate`; null where the model has none. */
  readonly escalateToken: string | null;
}

export interface ModelBuild {
  readonly quantization: Quantization;
  readonly downloadBytes: number;
}

/** The build for a backend. Throws `HearthError` `model-missing` where the model has none for it. */
export function buildFor({ id, builds }: ModelManifest, backend: Backend): ModelBuild {
  const build = builds[backend];
  if (build === undefined) throw new HearthError(errorInfo('model-missing', `${id} has no build for ${backend}`));
  return build;
}
