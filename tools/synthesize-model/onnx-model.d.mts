export interface WrittenFile {
  /** Relative to the model's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface OnnxModelOrder {
  readonly folder: string;
  /** A name of `shapes.mjs`. */
  readonly shape: string;
  readonly form?: 'q4' | 'q4f16' | 'q8';
  /** What it says to any prompt; words that differ from each other. Empty: plain random weights. */
  readonly text?: string;
  readonly seed?: number;
  /** False keeps all weights in the graph's own file. */
  readonly external?: boolean;
  readonly externalFileBytes?: number;
  /** Changes to the shape. */
  readonly change?: Readonly<Record<string, unknown>>;
}

/** Empties the folder and writes a model that transformers.js can load. */
export function writeOnnxModel(order: OnnxModelOrder): readonly WrittenFile[];
