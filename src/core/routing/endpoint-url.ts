import { errorInfo, type ErrorInfo } from '../errors.ts';

// core has no DOM and so no URL class: scheme, authority, path, query.
const HTTP_URL = /^(https?):\/\/(\[[\da-f:.]+\]|[^\s/?#@:[\]\\]+)(:\d{1,5})?(\/[^?#\s]*)?(\?[^#\s]*)?(?:#.*)?$/i;
const HAS_SCHEME = /^[a-z][\d+.a-z-]*:\/\//i;
const LOCAL_HOST =
  /^(localhost|[^./]+\.local|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|\[::1\])(?=[:/?#]|$)/i;
const CALL = '/chat/completions';

/**
 * Full URL of the chat completions call for what a person typed as endpoint: `https://host`, `https://host/v1`,
 * the full call, or a bare `localhost:11434`. Without a scheme this machine and the local network get http,
 * everything else https. A query (Azure's `api-version`) is kept.
 *
 * Errors: `cloud-not-configured` when empty, `cloud-bad-url` for another scheme, a user name in the URL, or no host.
 */
export function chatCompletionsUrl(endpointUrl: string): string | ErrorInfo {
  const typed = endpointUrl.trim();
  if (typed === '') return errorInfo('cloud-not-configured', 'no endpoint URL');
  const scheme = LOCAL_HOST.test(typed) ? 'http' : 'https';
  const match = HTTP_URL.exec(HAS_SCHEME.test(typed) ? typed : `${scheme}://${typed}`);
  if (match === null) return errorInfo('cloud-bad-url');
  const [, protocol = '', host = '', port = '', path = '', query = ''] = match;
  if (Number(port.slice(1)) > 65_535) return errorInfo('cloud-bad-url', 'port above 65535');
  return `${protocol.toLowerCase()}://${host.toLowerCase()}${port}${callPath(path)}${query}`;
}

/** Whether it names this machine or one in the local network, whatever stands around the host. */
export function isLocalAddress(endpointUrl: string): boolean {
  return LOCAL_HOST.test(endpointUrl.trim().replace(HAS_SCHEME, ''));
}

/** `https://host:port` of what a person typed; null where that is no address. A key belongs to one of these. */
export function originOf(endpointUrl: string): string | null {
  const url = chatCompletionsUrl(endpointUrl);
  return typeof url === 'string' ? url.split('/', 3).join('/') : null;
}

function callPath(path: string): string {
  const base = path.replace(/\/+$/, '');
  if (base === '') return `/v1${CALL}`;
  if (base.endsWith(CALL)) return base;
  return `${base}${CALL}`;
}
