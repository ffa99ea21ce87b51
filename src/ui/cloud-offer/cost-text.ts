import type { Outgoing } from '../../app/routing.ts';
import { moneyText } from '../decisions/decision-text.ts';
import { formatCount } from '../shared/format-figure.ts';

/** Estimated tokens, and what they cost at most. */
export function costText({
  promptTokens,
  maxCompletionTokens,
  maxCost,
}: Pick<Outgoing, 'promptTokens' | 'maxCompletionTokens' | 'maxCost'>): string {
  const tokens = `about ${formatCount(promptTokens)} tokens, up to ${formatCount(maxCompletionTokens)} for the answer`;
  return `${tokens}; ${maxCost === null ? 'price unknown' : `costs ${moneyText(maxCost)} at most`}`;
}
