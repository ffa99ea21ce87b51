import type { EgressGrant, OutgoingPayload } from '../core/routing/decision.ts';

/**
 * Control plane of the cloud worker. `send` streams `StreamPart`s over the port, `test` one `ConnectionTest`;
 * both follow `part-stream.ts`, so that each can be cancelled. The key goes in and never comes back.
 */
export interface CloudWorkerApi {
  send(payload: OutgoingPayload, grant: EgressGrant, port: MessagePort): void;
  test(payload: OutgoingPayload, grant: EgressGrant, port: MessagePort): void;
  setKey(origin: string, key: string | null): void;
}
