import type { Reason } from './decision.ts';
import type { Difficulty } from './difficulty.ts';
import { costOf, type Endpoint, type EndpointTier, type PrivacyClass } from './endpoint.ts';
import { isScored } from './hardness.ts';

/**
 * How much of what the best model would gain each kind of endpoint is expected to gain; the device gains nothing.
 * An assumption, not a measurement: a model for one's own server gets most of it.
 */
const STRENGTH: Record<EndpointTier, number> = { medium: 0.7, frontier: 1 };
const ORDER: readonly EndpointTier[] = ['medium', 'frontier'];
const NEARNESS: readonly PrivacyClass[] = ['mine', 'company', 'third-party'];

export interface TierQuestion {
  readonly difficulty: Difficulty | null;
  readonly threshold: number;
  readonly promptTokens: number;
  readonly maxTokens: number;
}

/**
 * The smallest endpoint that clears the bar: the gain that it would leave to a bigger one is below the threshold.
 * Where the score says nothing, the smallest that the prompt fits into. Null: there is none at all.
 */
export function chooseEndpoint(
  endpoints: readonly Endpoint[],
  { difficulty, threshold, promptTokens, maxTokens }: TierQuestion,
): { readonly endpoint: Endpoint; readonly reason: Reason } | null {
  const fitting = endpoints.filter(({ contextWindow }) => contextWindow === null || promptTokens < contextWindow);
  const candidates = smallestFirst(fitting.length > 0 ? fitting : endpoints, promptTokens, maxTokens);
  const score = difficulty !== null && isScored(difficulty) ? Math.max(0, difficulty.score) : null;
  const clears = (endpoint: Endpoint) => score === null || (1 - STRENGTH[endpoint.tier]) * score < threshold;
  const endpoint = candidates.find(clears) ?? candidates.at(-1);
  if (endpoint === undefined) return null;
  const passed = candidates.indexOf(endpoint);
  return {
    endpoint,
    reason: { stage: 'tier', code: endpoint.tier, text: whyThisOne(endpoint, passed, candidates.length) },
  };
}

/** Medium before frontier; then the nearer, then the cheaper, then as the user listed them. */
function smallestFirst(endpoints: readonly Endpoint[], promptTokens: number, maxTokens: number): readonly Endpoint[] {
  const rank = (endpoint: Endpoint) =>
    ORDER.indexOf(endpoint.tier) * NEARNESS.length + NEARNESS.indexOf(endpoint.privacy);
  const cost = (endpoint: Endpoint) => costOf(endpoint, promptTokens, maxTokens) ?? 0;
  return endpoints.toSorted((a, b) => rank(a) - rank(b) || cost(a) - cost(b));
}

const WHOSE: Record<PrivacyClass, string> = {
  mine: 'your own server',
  company: 'your company’s server',
  'third-party': 'a third party’s server',
};

function whyThisOne(endpoint: Endpoint, passed: number, count: number): string {
  const what = `${endpoint.model} on ${WHOSE[endpoint.privacy]}`;
  if (count === 1) return `${what} is the only endpoint that can be asked.`;
  if (passed === 0) return `${what} is the smallest endpoint that clears the bar.`;
  return `${what} is asked, since ${passed === 1 ? 'a smaller one' : `${passed} smaller ones`} would not clear the bar.`;
}
