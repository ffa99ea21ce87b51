import { type ErrorCode, type ErrorInfo, errorInfo } from '../core/errors.ts';
import { parseCompletionChunk } from './completion-chunk.ts';
import { retryAfterMs } from './retry-after.ts';

const DETAIL_LENGTH = 300;
const MAX_BODY_CHARACTERS = 64 * 1024;

interface FailedResponse {
  readonly status: number;
  readonly retryAfterHeader: string | null;
  /** What the server said, if anything could be read. */
  readonly message: string | undefined;
}

/** An HTTP failure as data, with the server's words in `detail`, without the key. */
function endpointError(response: FailedResponse, key: string | null, nowMs: number): ErrorInfo {
  const { status, message } = response;
  const code = codeForStatus(status);
  const waitMs = status === 429 || status === 503 ? retryAfterMs(response.retryAfterHeader, message, nowMs) : undefined;
  return {
    code,
    httpStatus: status,
    ...(message === undefined ? {} : { detail: publicDetail(message, key) }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  };
}

function codeForStatus(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'cloud-unauthorized';
  if (status === 404) return 'cloud-not-found';
  if (status === 429) return 'cloud-rate-limited';
  if (status === 408 || status === 504) return 'cloud-timeout';
  return status >= 500 ? 'cloud-server-error' : 'cloud-rejected';
}

/** One short line for the details: servers repeat the key in "Incorrect API key provided: …" and send whole pages. */
function publicDetail(message: string, key: string | null): string {
  const scrubbed = key === null || key === '' ? message : message.replaceAll(key, '[key]');
  // oxlint-disable-next-line no-control-regex -- control characters are just what is taken out
  const line = scrubbed.replaceAll(/[\u0000-\u001F\u007F\s]+/g, ' ').trim();
  return line.length <= DETAIL_LENGTH ? line : `${line.slice(0, DETAIL_LENGTH)}…`;
}

/** An error response, with the server's own message as far as it can be read. */
export async function responseError(
  response: Response,
  texts: AsyncIterable<string>,
  key: string | null,
): Promise<ErrorInfo> {
  const body = await readSome(texts);
  const chunk = parseCompletionChunk(body);
  const isPage = body.trimStart().startsWith('<');
  const message = chunk.type === 'failure' ? chunk.message : isPage || body === '' ? undefined : body;
  const retryAfterHeader = response.headers.get('Retry-After');
  return endpointError({ status: response.status, retryAfterHeader, message }, key, Date.now());
}

async function readSome(texts: AsyncIterable<string>): Promise<string> {
  let body = '';
  try {
    for await (const text of texts) {
      body += text;
      if (body.length > MAX_BODY_CHARACTERS) break;
    }
  } catch {
    // The status is the news; a message that breaks off is told as far as it came.
    return body;
  }
  return body;
}

/** A failure reported inside a stream that began with 200. */
export function reportedError(message: string, status: number | null, key: string | null): ErrorInfo {
  if (status === null) return errorInfo('cloud-server-error', publicDetail(message, key));
  return endpointError({ status, retryAfterHeader: null, message }, key, Date.now());
}

/** What `fetch` or a body threw, as a detail. */
export function thrownDetail(caught: unknown, key: string | null): string {
  return publicDetail(caught instanceof Error ? `${caught.name}: ${caught.message}` : String(caught), key);
}
