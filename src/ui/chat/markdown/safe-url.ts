const SAFE_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** The address to link to, or null for anything but a full http, https or mailto address. */
export function safeUrl(href: string): string | null {
  const url = URL.parse(href.trim());
  return url !== null && SAFE_PROTOCOLS.has(url.protocol) ? url.href : null;
}
