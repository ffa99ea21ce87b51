import type { OutgoingPayload } from '../core/routing/decision.ts';

/**
 * Control plane of the cloud worker. `send` streams `StreamPart`s over the port, `test` one `ConnectionTest`;
 * both follow `part-stream.ts`, so that each can be cancelled. The key goes in and never comes back.
 */
export interface CloudWorkerApi {
  send(payload: OutgoingPayload, port: MessagePort): void;
  test(payload: OutgoingPayload, port: MessagePort): void;
  setKey(key: string | null): void;
  hasKey(): boolean;
}
