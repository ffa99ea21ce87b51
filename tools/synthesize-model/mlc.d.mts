/** Writes a synthetic MLC model for a compiled library into a folder, with a copy of the library. */
export function writeMlcModel(options: {
  readonly library: string;
  readonly folder: string;
  /** What it answers greedily, whatever it is asked: words that differ from each other. */
  readonly text?: string;
  readonly seed?: number;
}): readonly { readonly path: string; readonly bytes: number }[];
