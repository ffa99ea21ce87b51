import { HearthError, errorInfo } from '../../core/errors.ts';
import type { Backend, Quantization } from '../../core/models/manifest.ts';

/** Told of every chunk that arrives. */
export type OnBytes = (chunkBytes: number) => void;

/** Where the files of one model come from. Paths are relative to the model's folder. */
export interface ModelSource {
  /**
   * The whole file, in one array of its size; null when there is none and no model needs it. Rejects with
   * `HearthError` `model-missing` or `model-corrupt`, and with the signal's reason when aborted.
   */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The graph of a build and the data it names, where the source knows its files; null: the model's config tells. */
  graph(quantization: Quantization): Promise<GraphFiles | null>;
  /** An answer that this build is known to give; null where none is known. */
  knownAnswer(quantization: Quantization, backend: Backend): Promise<KnownAnswer | null>;
  /** Keeps an answer for the next load; does nothing where there is no place for it. */
  keepAnswer(quantization: Quantization, backend: Backend, answer: KnownAnswer): Promise<void>;
  /** Lets go of the files; what `graph` gave can be read no more. */
  close(): void;
}

export interface GraphFiles {
  /** File name in `onnx/`, without `.onnx`. */
  readonly name: string;
  /** By the name that the graph calls them. */
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array<ArrayBuffer> }[];
}

/** What a model says greedily to one prompt. */
export interface KnownAnswer {
  readonly prompt: string;
  readonly ids: readonly number[];
  /** `pinned` came with the model, `learnt` is what it said at its first good load. */
  readonly basis: 'pinned' | 'learnt';
}

/** Without these no model of any kind loads; others are optional. */
const REQUIRED: ReadonlySet<string> = new Set(['config.json', 'tokenizer.json', 'tokenizer_config.json']);

export function isRequired(path: string): boolean {
  return REQUIRED.has(path) || path.startsWith('onnx/');
}

export function modelFailure(code: 'model-missing' | 'model-corrupt', detail: string): HearthError {
  return new HearthError(errorInfo(code, detail));
}
