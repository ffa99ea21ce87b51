import type { EgressGrant, OutgoingPayload } from '../core/routing/decision.ts';

/**
 * Control plane of the cloud worker. `send` streams `StreamPart`s over the port, `test` one `ConnectionTest`;
 * both follow `part-stream.ts`, so that each can be cancelled. The key goes in and never comes back.
 */
export interface CloudWorkerApi {
  send(payload: OutgoingPayload, grant: EgressGrant, port: MessagePort): void;
  test(payload: OutgoingPayload, grant: EgressGrant, port: MessagePort): void;
  /** Resolves when it is stored, where it is remembered. */
  setKey(origin: string, key: string | null): Promise<void>;
  /** Encrypts the key for later visits, or forgets what was stored and goes on with the one in memory. */
  remember(origin: string, isOn: boolean): Promise<void>;
  /** Every key, in memory and stored. */
  forgetKeys(): Promise<void>;
}
