import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo } from '../core/errors.ts';
import { parseRetryAfter } from './backoff.ts';

/** Why a source did not give what was asked for. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure';
  readonly info: ErrorInfo;
  /** `wait`: it may work later. `refused`: asking again is of no use. */
  readonly fate: 'wait' | 'refused';
  constructor(info: ErrorInfo, fate: 'wait' | 'refused') {
    super(info.code);
    this.info = info;
    this.fate = fate;
  }
}

/** Null for an answer that can be used. `url` goes into the detail: addresses of models are no secret here. */
export function answerFailure(response: Response, nowMs: number): SourceFailure | null {
  const { status } = response;
  const detail = `${status} from ${hostOf(response.url)}`;
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), nowMs);
  const info = (code: ErrorInfo['code']): ErrorInfo => ({
    ...errorInfo(code, detail),
    httpStatus: status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  if (status === 200 || status === 206) {
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
    if (!isPage) return null;
    return new SourceFailure(
      errorInfo('hub-bad-answer', `a web page instead of a file from ${hostOf(response.url)}`),
      'refused',
    );
  }
  if (status === 429) return new SourceFailure(info('hub-busy'), 'wait');
  if (status === 408 || status === 425 || status >= 500) return new SourceFailure(info('hub-error'), 'wait');
  if (status === 401 || status === 403) return new SourceFailure(info('hub-forbidden'), 'refused');
  if (status === 404 || status === 410) return new SourceFailure(info('hub-not-found'), 'refused');
  if (status === 416) return new SourceFailure(info('download-changed'), 'refused');
  return new SourceFailure(info('hub-bad-answer'), 'refused');
}

/** What `fetch` itself threw: no network, or an answer that this page may not read. */
export function networkFailure(isOnline: boolean, caught: unknown): SourceFailure {
  return new SourceFailure(errorInfo(isOnline ? 'hub-unreachable' : 'download-offline', String(caught)), 'wait');
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
