import type { ModelId } from '../ids.ts';

/** Weight format: `q4` = int4 MatMulNBits (WebGPU), `q8` = dynamic int8 (WASM). */
export type Quantization = 'q4' | 'q8' | 'q4f16';

/** What an engine needs to know of a model before it loads it. */
export interface ModelManifest {
  readonly id: ModelId;
  readonly name: string;
  readonly engine: 'transformers';
  /** Folder with config.json, tokenizer.json and onnx/, as an URL path of this origin, no trailing slash. */
  readonly basePath: string;
  readonly license: string;
  readonly parameters: number;
  /** Tokens of prompt and answer together. */
  readonly contextWindow: number;
  /** KV cache bytes per token: 2 · layers · kvHeads · headDim · bytes per value. */
  readonly kvBytesPerToken: number;
  readonly builds: Readonly<Record<'webgpu' | 'wasm', ModelBuild>>;
  /** A token that ends an answer with reason `escalate`; null where the model has none. */
  readonly escalateToken: string | null;
}

export interface ModelBuild {
  readonly quantization: Quantization;
  readonly downloadBytes: number;
}
