/**
 * The one taxonomy. Every code has words for the user and a next action (see `error-text.ts`).
 * Errors cross realms as this plain data, never as `Error` objects.
 */
export type ErrorCode =
  // device
  | 'webgpu-unavailable'
  | 'wasm-unsupported'
  | 'engine-crashed'
  | 'device-lost'
  | 'out-of-memory'
  | 'model-missing'
  | 'model-corrupt'
  | 'model-garbled'
  | 'model-not-loaded'
  | 'model-fell-back'
  | 'context-overflow'
  | 'engine-elsewhere'
  | 'generation-failed'
  // input
  | 'prompt-empty'
  // storage
  | 'storage-full'
  | 'storage-blocked'
  | 'stored-data-newer'
  | 'stored-data-corrupt'
  | 'offline-no-room'
  | 'offline-incomplete'
  // model library
  | LibraryErrorCode
  // cloud
  | 'cloud-airtight'
  | 'cloud-ungated'
  | 'cloud-unrecorded'
  | 'cloud-budget-spent'
  | 'cloud-locked'
  | 'cloud-not-configured'
  | 'cloud-bad-url'
  | 'cloud-offline'
  | 'cloud-unreachable'
  | 'cloud-unauthorized'
  | 'cloud-not-found'
  | 'cloud-rate-limited'
  | 'cloud-server-error'
  | 'cloud-rejected'
  | 'cloud-stream-broken'
  | 'cloud-timeout'
  | 'unexpected';

/** Downloading, importing and keeping models; in words where models are shown (`library-error-text.ts`). */
export type LibraryErrorCode =
  | 'model-library-mismatch'
  | 'download-airtight'
  | 'download-unrecorded'
  | 'download-offline'
  | 'download-cut'
  | 'download-changed'
  | 'download-corrupt'
  | 'hub-unreachable'
  | 'hub-busy'
  | 'hub-error'
  | 'hub-forbidden'
  | 'hub-not-found'
  | 'hub-bad-answer'
  | 'model-storage-full'
  | 'model-in-use'
  | 'model-reference-bad'
  | 'model-unknown-kind'
  | 'model-library-needed'
  | 'import-incomplete'
  | 'import-corrupt';

export interface ErrorInfo {
  readonly code: ErrorCode;
  /** For the log and the details line, never the main text: may be technical, holds no user text and no key. */
  readonly detail?: string;
  readonly httpStatus?: number;
  /** From `Retry-After` (RFC 9110 §10.2.3). */
  readonly retryAfterMs?: number;
}

export function errorInfo(code: ErrorCode, detail?: string): ErrorInfo {
  return detail === undefined ? { code } : { code, detail };
}

/** Carries an `ErrorInfo` through code that must throw; caught where the realm ends. */
export class HearthError extends Error {
  override readonly name = 'HearthError';
  readonly info: ErrorInfo;
  constructor(info: ErrorInfo) {
    super(info.detail === undefined ? info.code : `${info.code}: ${info.detail}`);
    this.info = info;
  }
}

/** What was caught, as data. */
export function toErrorInfo(caught: unknown, fallback: ErrorCode = 'unexpected'): ErrorInfo {
  if (caught instanceof HearthError) return caught.info;
  return errorInfo(fallback, caught instanceof Error ? `${caught.name}: ${caught.message}` : String(caught));
}
