/** A repository on a hub with Hugging Face's URL layout, or a mirror of it. */
export interface HubSource {
  /** `owner/name` */
  readonly repo: string;
  /** A commit, or a branch name until the first download pins it to the commit it found (trust on first use). */
  readonly revision: string;
}

/** One file of a build. */
export interface ModelFile {
  /** Relative to the model's folder, `/` between folders. */
  readonly path: string;
  /** Absolute, for a file that is not in the repository (web-llm's model library). */
  readonly url?: string;
  /** Null until the hub has told. */
  readonly bytes: number | null;
  /** Lowercase hex; null where the source gives none: learnt at the first download, then pinned. */
  readonly sha256: string | null;
}

/** Which of a repository's files make one build. */
export type FileSelection =
  /** web-llm: mlc-chat-config.json, tensor-cache.json (or ndarray-cache.json), the tokenizer, all shards it lists. */
  | {
      readonly format: 'mlc';
      readonly library: ModelFile;
      /** A file of the repository that tells how the library is called; only some builds have one and need it. */
      readonly packageManifest?: string;
    }
  /** transformers.js: the JSON files of the root and `onnx/<graph>.onnx` with its external data files. */
  | { readonly format: 'onnx'; readonly graph: string };

export const HUB_URL = 'https://huggingface.co';
