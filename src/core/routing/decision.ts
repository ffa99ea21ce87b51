import type { ErrorInfo } from '../errors.ts';

/** Why a request is flagged for the cloud. */
export type FlagReason = 'user-asked' | 'model-escalated' | 'context-overflow' | 'device-failed' | 'mode-cloud';

/** The request body as it would leave, byte for byte, and where to. */
export interface OutgoingPayload {
  /** Full URL of the chat completions call. */
  readonly url: string;
  /** JSON text, exactly what is posted. */
  readonly body: string;
}

/**
 * - `device`: answer here.
 * - `cloud`: send the payload; the user chose so.
 * - `ask`: show the payload, send nothing before yes.
 * - `refuse`: neither can be done; the error says why and what next.
 */
export type Decision =
  | { readonly route: 'device' }
  | { readonly route: 'cloud'; readonly reason: FlagReason; readonly payload: OutgoingPayload }
  | { readonly route: 'ask'; readonly reason: FlagReason; readonly payload: OutgoingPayload }
  | { readonly route: 'refuse'; readonly error: ErrorInfo };
