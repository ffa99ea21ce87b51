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

/**
 * What a person pasted: `owner/name`, `owner/name@revision`, or the address of a model's page on one of these bases.
 * Throws `model-reference-bad`.
 */
export function parseReference(text: string, bases: readonly string[]): HubSource {
  const bad = new HearthError(errorInfo('model-reference-bad', text.slice(0, 200)));
  const typed = text.trim();
  let path = typed;
  if (/^https?:\/\//i.test(typed)) {
    if (!URL.canParse(typed)) throw bad;
    const { origin, pathname } = new URL(typed);
    const address = origin + pathname;
    const base = [...bases, HUB_URL].find((candidate) => address.startsWith(`${candidate}/`));
    if (base === undefined) throw bad;
    path = decodeURIComponent(address.slice(base.length + 1));
  }
  const [owner = '', nameAndRevision = '', verb, ...rest] = path.replace(/\/+$/, '').split('/');
  const [name = '', atRevision] = nameAndRevision.split('@');
  if (![owner, name].every((part) => NAME.test(part) && !/^\.+$/.test(part))) throw bad;
  if (verb !== undefined && !['tree', 'resolve', 'blob'].includes(verb)) throw bad;
  return { repo: `${owner}/${name}`, revision: atRevision ?? (verb === undefined ? undefined : rest[0]) ?? 'main' };
}
