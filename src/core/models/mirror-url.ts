import { HUB_URL } from './source.ts';

// core has no DOM and so no URL class: scheme, host, port, path; no user name, query or fragment.
const BASE_URL = /^(https?):\/\/(\[[\da-f:.]+\]|[^\s/?#@:[\]\\]+)(:\d{1,5})?((?:\/[^?#\s]*)?)$/i;
const HAS_SCHEME = /^[a-z][\d+.a-z-]*:\/\//i;

/** What a person typed as mirror, made a base URL without a trailing slash. Null: nothing. Undefined: no address. */
export function parseMirror(typed: string): string | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  const match = BASE_URL.exec(HAS_SCHEME.test(text) ? text : `https://${text}`);
  if (match === null) return undefined;
  const [, scheme = '', host = '', port = '', path = ''] = match;
  if (Number(port.slice(1)) > 65_535) return undefined;
  return `${scheme.toLowerCase()}://${host.toLowerCase()}${port}${path.replace(/\/+$/, '')}`;
}

/** The host that a download asks for its files, for people to read. An address that does not parse counts as none. */
export function downloadHost(mirrorUrl: string): string {
  const base = parseMirror(mirrorUrl) ?? HUB_URL;
  return base.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}
