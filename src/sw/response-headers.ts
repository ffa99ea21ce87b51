import { realmOf } from './realm.ts';

/**
 * The headers that each file of the build must be served with. Written into `_headers` for hosts that read it, and
 * into the offline copies by the service worker, so that the walls stand on hosts that set none: cross-origin
 * isolation, and a policy per realm of where it may connect.
 */
export function headersFor(path: string): Readonly<Record<string, string>> {
  const policy = contentSecurityPolicy(path);
  return {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    ...(policy === null ? {} : { 'Content-Security-Policy': policy }),
  };
}

/** The page's policy, as in index.html, where a meta tag cannot say `frame-ancestors`. */
const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A worker has the policy of its own script's response, not the page's. It binds only where a worker starts. */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/** May leave with the user's words: to the user's own endpoint, which may be plain http on the local network. */
const CLOUD_WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src https: http:";

/**
 * May leave for model files: to the hub, its ever changing delivery hosts, or a mirror, which may be plain http on the
 * local network. Nothing that the user wrote is ever in this realm. WebAssembly sums up the pieces that arrive.
 */
const DOWNLOADS_WORKER_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' https: http:; worker-src 'self'";

function contentSecurityPolicy(path: string): string | null {
  if (path.endsWith('.html')) return PAGE_POLICY;
  const realm = realmOf(path);
  if (realm !== null) return realm === 'cloud' ? CLOUD_WORKER_POLICY : DOWNLOADS_WORKER_POLICY;
  return /\.m?js$/.test(path) ? WORKER_POLICY : null;
}
