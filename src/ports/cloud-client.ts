import type { ErrorInfo } from '../core/errors.ts';
import type { EgressGrant, OutgoingPayload } from '../core/routing/decision.ts';
import type { StreamPart } from '../core/stream-part.ts';

export type ConnectionTest =
  | { readonly ok: true; readonly model: string; readonly roundTripMs: number }
  | { readonly ok: false; readonly error: ErrorInfo };

/** The only way out. Runs in its own worker, which also holds the key. */
export interface CloudClient {
  /** Posts the payload's body, byte for byte. Same contract as `TextSource.generate`. */
  send(payload: OutgoingPayload, grant: EgressGrant, signal: AbortSignal): AsyncIterable<StreamPart>;
  /** One token from the endpoint, to see that URL, model and key work. */
  test(payload: OutgoingPayload, grant: EgressGrant, signal: AbortSignal): Promise<ConnectionTest>;
  /**
   * Null forgets it. The key is kept in the worker's memory and, at most, in this tab's session. It belongs to one origin
   * (`https://host:port`) and goes with requests to that one alone.
   */
  setKey(origin: string, key: string | null): Promise<void>;
  /** Those with a key. */
  keyedOrigins(): Promise<readonly string[]>;
  /** Stores the key of an origin encrypted, for later visits, or no longer. Rejects with `HearthError`. */
  remember(origin: string, isOn: boolean): Promise<void>;
  /** Those whose key is stored. */
  rememberedOrigins(): Promise<readonly string[]>;
  forgetKeys(): Promise<void>;
}
