import type { ErrorInfo } from '../errors.ts';
import { errorInfo } from '../errors.ts';
import type { AnswerMode } from '../settings.ts';
import type { Decision, FlagReason, OutgoingPayload } from './decision.ts';

export interface RouteInput {
  readonly mode: AnswerMode;
  /** Why the request is flagged; null if it is not. */
  readonly flag: FlagReason | null;
  /** What would leave; an error says why nothing can. */
  readonly payload: OutgoingPayload | ErrorInfo | null;
}

/**
 * Device unless flagged. A flag sends nothing: it asks. Only mode Cloud, which the user chose, sends without asking
 * again. Flags that no person raised are offered in mode Ask me alone.
 */
export function decide({ mode, flag, payload }: RouteInput): Decision {
  const reason = flag ?? (mode === 'cloud' ? 'mode-cloud' : null);
  const raisedByUser = reason === 'user-asked' || reason === 'mode-cloud';
  if (reason === null || (!raisedByUser && mode === 'device')) return { route: 'device' };
  if (payload === null) return { route: 'refuse', error: errorInfo('cloud-not-configured') };
  if ('code' in payload) return { route: 'refuse', error: payload };
  return { route: mode === 'cloud' ? 'cloud' : 'ask', reason, payload };
}
