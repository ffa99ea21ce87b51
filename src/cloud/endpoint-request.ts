import { type ErrorInfo, errorInfo } from '../core/errors.ts';
import type { OutgoingPayload } from '../core/routing/decision.ts';

// What HTTP allows in a header value without spaces; anything else would make fetch throw.
const SENDABLE_KEY = /^[\u0021-\u007E]+$/;

/** Why a request cannot be made at all; null when it can. */
export function refusalOf(url: string, key: string | null): ErrorInfo | null {
  const protocol = URL.canParse(url) ? new URL(url).protocol : null;
  if (protocol !== 'https:' && protocol !== 'http:') return errorInfo('cloud-bad-url');
  if (key !== null && !SENDABLE_KEY.test(key)) {
    return errorInfo('cloud-unauthorized', 'the key holds characters that cannot be sent');
  }
  return null;
}

/** Posts the payload's body byte for byte. Rejects as `fetch` does. */
export function postPayload(payload: OutgoingPayload, key: string | null, signal: AbortSignal): Promise<Response> {
  return fetch(payload.url, {
    method: 'POST',
    body: payload.body,
    headers: {
      Accept: 'text/event-stream, application/json',
      'Content-Type': 'application/json',
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
    },
    // Nothing but what is shown: no cookies, no address of this page; and a redirect would move the words elsewhere.
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    redirect: 'error',
    signal,
  });
}
