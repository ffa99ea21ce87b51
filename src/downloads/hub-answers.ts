import { errorInfo } from '../core/errors.ts';
import type { FileSelection, ModelFile } from '../core/models/source.ts';
import { SourceFailure } from './failure.ts';

/** What a hub tells of a revision. */
export interface RevisionFacts {
  readonly commit: string;
  /** As the model's card names it. */
  readonly license: string | null;
}

/** A file in a repository. */
export type TreeFile = ModelFile & { readonly bytes: number };

/** Throws `hub-bad-answer`: it was not written by us. */
export function readRevision(json: unknown): RevisionFacts {
  const commit = textAt(json, 'sha');
  if (commit === null || !/^[\w.-]+$/.test(commit)) throw badAnswer('no commit');
  const tags = fieldOf(json, 'tags');
  const tag = Array.isArray(tags)
    ? tags.find((entry) => typeof entry === 'string' && entry.startsWith('license:'))
    : null;
  const card = textAt(fieldOf(json, 'cardData'), 'license');
  return { commit, license: card ?? (typeof tag === 'string' ? tag.slice('license:'.length) : null) };
}

/** Throws `hub-bad-answer`. */
export function readTree(json: unknown): readonly TreeFile[] {
  if (!Array.isArray(json)) throw badAnswer('no list of files');
  return json.flatMap((entry: unknown) => {
    if (textAt(entry, 'type') !== 'file') return [];
    const path = textAt(entry, 'path');
    const lfs = fieldOf(entry, 'lfs');
    const bytes = fieldOf(lfs, 'size') ?? fieldOf(entry, 'size');
    if (path === null || !isSafePath(path) || typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0)
      throw badAnswer('a file without path or size');
    const oid = textAt(lfs, 'oid')?.replace(/^sha256:/, '') ?? null;
    return [{ path, bytes, sha256: oid !== null && /^[\da-f]{64}$/i.test(oid) ? oid.toLowerCase() : null }];
  });
}

/**
 * The query of the next page that a `Link` header (RFC 8288) names; null: this was the last. Only the query is taken:
 * a mirror that hands on the hub's own answers would else send us there.
 */
export function nextPage(link: string | null): string | null {
  const [, url = ''] = /<([^>]*)>[^,<]*;\s*rel="?next"?(?:[\s;,]|$)/i.exec(link ?? '') ?? [];
  const query = /\?[^#]*/.exec(url)?.[0];
  return query ?? null;
}

/** The list of shards that MLC's builds carry, newest name first. */
export const MLC_LISTS = ['tensor-cache.json', 'ndarray-cache.json'] as const;

const MLC_TOKENIZER = new Set([
  'tokenizer.json',
  'tokenizer.model',
  'tokenizer_config.json',
  'vocab.json',
  'merges.txt',
  'added_tokens.json',
]);

/** The shards named in tensor-cache.json. Throws `hub-bad-answer`. */
export function readShards(json: unknown): ReadonlySet<string> {
  const records = fieldOf(json, 'records');
  const paths = Array.isArray(records) ? records.map((record: unknown) => textAt(record, 'dataPath')) : [];
  const named = paths.filter((path) => path !== null);
  if (named.length === 0 || named.length < paths.length) throw badAnswer('a list of shards without shards');
  return new Set(named);
}

/** Which files of the tree make the build. `shards`: for MLC builds. Throws `hub-bad-answer` when some are missing. */
export function selectFiles(
  tree: readonly TreeFile[],
  selection: FileSelection,
  shards: ReadonlySet<string> | null,
): readonly ModelFile[] {
  const has = (path: string) => tree.some((file) => file.path === path);
  if (selection.format === 'onnx') {
    const graph = `onnx/${selection.graph}.onnx`;
    if (!has(graph)) throw badAnswer(`${graph} is not there`);
    return tree.filter(
      ({ path }) =>
        /^[^/]+\.(json|jinja)$/.test(path) || path === graph || new RegExp(`^_data(_\\d+)?$`).test(after(path, graph)),
    );
  }
  const lists = new Set<string>(MLC_LISTS);
  const { packageManifest = 'mlc-chat-config.json' } = selection;
  const missing = [...(shards ?? []), 'mlc-chat-config.json', packageManifest].filter((path) => !has(path));
  if (missing.length > 0) throw badAnswer(`${missing.join(', ')}: not there`);
  const files = tree.filter(
    ({ path }) =>
      path === 'mlc-chat-config.json' ||
      path === packageManifest ||
      lists.has(path) ||
      MLC_TOKENIZER.has(path) ||
      path === selection.library.path ||
      (shards?.has(path) ?? false),
  );
  if (files.some(({ path }) => path === selection.library.path)) return files;
  if (selection.library.url === undefined) throw badAnswer(`${selection.library.path} is not there`);
  return [...files, selection.library];
}

/** What was known beforehand wins over what the hub tells: a catalog's checksum is not overruled. */
export function completeFiles(found: readonly ModelFile[], known: readonly ModelFile[]): readonly ModelFile[] {
  return found.map((file) => {
    const before = known.find(({ path }) => path === file.path);
    if (before === undefined) return file;
    const isOther =
      (before.sha256 !== null && file.sha256 !== null && before.sha256 !== file.sha256) ||
      (before.bytes !== null && file.bytes !== null && before.bytes !== file.bytes);
    if (isOther) throw new SourceFailure(errorInfo('download-changed', file.path), 'refused');
    return { ...file, ...before, bytes: before.bytes ?? file.bytes, sha256: before.sha256 ?? file.sha256 };
  });
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

export function textAt(value: unknown, name: string): string | null {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : null;
}

export function numberAt(value: unknown, name: string): number | null {
  const field = fieldOf(value, name);
  return typeof field === 'number' && Number.isFinite(field) ? field : null;
}

export function isSafePath(path: string): boolean {
  return path !== '' && path.length < 240 && path.split('/').every((part) => part !== '' && !/^\.+$/.test(part));
}

function after(path: string, start: string): string {
  return path.startsWith(start) ? path.slice(start.length) : '';
}

function badAnswer(detail: string): SourceFailure {
  return new SourceFailure(errorInfo('hub-bad-answer', detail), 'refused');
}
