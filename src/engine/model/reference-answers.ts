import type { KnownAnswer } from './model-source.ts';

/**
 * Answers by build (`q4`, `q8` …), as `reference.json` of a model's folder has them and as the store keeps learnt ones:
 * `{ "<build>": [{ "prompt": "…", "ids": [1, 2] }] }`. The first one of the build counts; null when there is none.
 */
export function parseReference(
  text: string,
  build: string,
  basis: KnownAnswer['basis'] = 'pinned',
): KnownAnswer | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const answers = isRecord(parsed) ? parsed[build] : null;
  const first: unknown = Array.isArray(answers) ? answers[0] : null;
  if (!isRecord(first)) return null;
  const { prompt, ids } = first;
  const isIds = Array.isArray(ids) && ids.length > 0 && ids.every((id) => Number.isSafeInteger(id));
  return typeof prompt === 'string' && isIds ? { prompt, ids: ids.map(Number), basis } : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
