/** One file of a model folder, as the folder's own list names it. */
export interface ListedFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly bytes: number;
  /** Lowercase hex. */
  readonly sha256: string;
}

/** The list in a folder's `manifest.json`; null when the text is no such list. Folders without one are loaded unverified. */
export function parseFileList(text: string): ReadonlyMap<string, ListedFile> | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(parsed) || !Array.isArray(parsed['files'])) return null;
  const files = parsed['files'].map(parseFile);
  return files.every((file) => file !== null) ? new Map(files.map((file) => [file.path, file])) : null;
}

function parseFile(value: unknown): ListedFile | null {
  if (!isRecord(value)) return null;
  const { path, bytes, sha256 } = value;
  return typeof path === 'string' && typeof bytes === 'number' && typeof sha256 === 'string'
    ? { path, bytes, sha256: sha256.toLowerCase() }
    : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
