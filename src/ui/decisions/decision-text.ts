import type { DecisionOutcome, DecisionRecord } from '../../core/routing/decision-record.ts';
import { formatDuration } from '../shared/format-figure.ts';

export const OUTCOME: Record<DecisionOutcome, string> = {
  pending: 'Under way',
  offered: 'Offered, not answered yet',
  declined: 'Declined: nothing was sent',
  refused: 'Refused',
  answered: 'Answered',
  'cut-off': 'Cut off at the token limit',
  stopped: 'Stopped',
  escalated: 'Asked for a bigger model',
  failed: 'Failed',
  interrupted: 'Interrupted',
};

/** Where it went, in a few words. */
export function routeText({ route, endpoint, source, sentBytes }: DecisionRecord): string {
  switch (route) {
    case 'device':
      return 'This device';
    case 'refuse':
      return 'Nowhere';
    case 'switch':
      return source === null ? 'Larger model here: offered' : 'Larger model on this device';
    case 'cloud':
      return `Cloud: ${endpoint?.host ?? 'unknown'}`;
    case 'ask':
      if (sentBytes > 0) return `Asked, then cloud: ${endpoint?.host ?? 'unknown'}`;
      return source === 'device' ? 'Asked, then this device' : 'Asked';
  }
}

export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** In the user's own currency, which is not known here. */
export function moneyText(amount: number): string {
  if (amount === 0) return '0';
  return amount < 0.01 ? amount.toPrecision(2) : amount.toFixed(2);
}

export function timeText(durationMs: number | null): string {
  return durationMs === null ? '–' : formatDuration(durationMs);
}
