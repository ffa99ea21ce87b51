import { endpointId } from '../core/ids.ts';
import { type Endpoint, newEndpoint, withAddress } from '../core/routing/endpoint.ts';

/** An endpoint as somebody sets it up who types an address and a model and leaves the rest. */
export function endpointAt(url: string, model = 'big', change: Partial<Endpoint> = {}): Endpoint {
  return { ...withAddress(newEndpoint(endpointId('first')), url), model, ...change };
}
