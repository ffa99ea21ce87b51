import { HearthError, errorInfo } from '../core/errors.ts';
import { HUB_URL } from '../core/models/source.ts';
import type { HubSource } from '../core/models/source.ts';

/** The addresses of a hub with Hugging Face's layout; `base` has no trailing slash. */
export const hubAddress = {
  revision: (base: string, { repo, revision }: HubSource) =>
    `${base}/api/models/${encodePath(repo)}/revision/${encodeURIComponent(revision)}`,
  /** Of its list of files; which part of it and how deep says a query behind it. */
  tree: (base: string, { repo, revision }: HubSource) =>
    `${base}/api/models/${encodePath(repo)}/tree/${encodeURIComponent(revision)}`,
  file: (base: string, { repo, revision }: HubSource, path: string) =>
    `${base}/${encodePath(repo)}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`,
};

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

const NAME = /^[\w.-]{1,96}$/;
/** The ways in which people write the hub's own address. */
const HUB = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\//i;

/**
 * What a person pasted: `owner/name`, `owner/name@revision`, or the address of a model's page on one of these bases.
 * Throws `model-reference-bad`.
 */
export function parseReference(text: string, bases: readonly string[]): HubSource {
  const bad = new HearthError(errorInfo('model-reference-bad', text.slice(0, 200)));
  const typed = text.trim();
  const address = typed.replace(HUB, `${HUB_URL}/`);
  if (!/^https?:\/\//i.test(address)) {
    const [name = '', ...revision] = typed.split('@');
    return sourceOf(name.replace(/\/+$/, '').split('/'), revision.length === 0 ? undefined : revision.join('@'), bad);
  }
  if (!URL.canParse(address)) throw bad;
  const { origin, pathname } = new URL(address);
  const base = [...bases, HUB_URL].find((candidate) => `${origin}${pathname}`.startsWith(`${candidate}/`));
  if (base === undefined) throw bad;
  const path = `${origin}${pathname}`.slice(base.length + 1).replace(/\/+$/, '');
  try {
    // Each part by itself: a revision such as refs/pr/1 has its own slashes coded.
    return sourceOf(path.split('/').map(decodeURIComponent), undefined, bad);
  } catch {
    throw bad;
  }
}

function sourceOf(
  [owner = '', name = '', verb, verbRevision]: readonly string[],
  revision: string | undefined,
  bad: HearthError,
): HubSource {
  if (![owner, name].every((part) => NAME.test(part) && !/^\.+$/.test(part))) throw bad;
  if (verb !== undefined && !['tree', 'resolve', 'blob'].includes(verb)) throw bad;
  return { repo: `${owner}/${name}`, revision: revision || verbRevision || 'main' };
}
