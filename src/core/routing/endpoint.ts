import type { EndpointId } from '../ids.ts';
import { isLocalAddress } from './endpoint-url.ts';

/** Who can read what is sent there. */
export type PrivacyClass = 'mine' | 'company' | 'third-party';

/** How able its model is: between the device and the best there is, or the best there is. */
export type EndpointTier = 'medium' | 'frontier';

/** Money for a million tokens, in the currency of the monthly budget. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

/** An OpenAI-compatible endpoint of the user's own. Its key is not here: it never leaves the cloud worker. */
export interface Endpoint {
  readonly id: EndpointId;
  /** As the user calls it; empty: its host. */
  readonly name: string;
  /** As typed. */
  readonly url: string;
  readonly model: string;
  readonly tier: EndpointTier;
  readonly privacy: PrivacyClass;
  /** Null: unknown; counts as free, and is said to be unknown. */
  readonly price: TokenPrice | null;
  /** Tokens of prompt and answer together; null: unknown, taken as large enough. */
  readonly contextWindow: number | null;
}

export function newEndpoint(id: EndpointId): Endpoint {
  const nothing = { name: '', url: '', model: '', price: null, contextWindow: null };
  return { id, ...nothing, tier: 'frontier', privacy: 'third-party' };
}

/**
 * With another address. A server in one's own network is most likely one's own and of medium size, one on the internet
 * a third party's: so it is filled in when the kind of address changes, for the user to correct.
 */
export function withAddress(endpoint: Endpoint, url: string): Endpoint {
  const isLocal = isLocalAddress(url);
  if (isLocal === isLocalAddress(endpoint.url)) return { ...endpoint, url };
  return { ...endpoint, url, tier: isLocal ? 'medium' : 'frontier', privacy: isLocal ? 'mine' : 'third-party' };
}

/** Money for so many tokens; null where the price is unknown. */
export function costOf(endpoint: Endpoint, promptTokens: number, completionTokens: number): number | null {
  if (endpoint.price === null) return null;
  return (promptTokens * endpoint.price.input + completionTokens * endpoint.price.output) / 1_000_000;
}
