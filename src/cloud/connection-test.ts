import { errorInfo } from '../core/errors.ts';
import type { OutgoingPayload } from '../core/routing/decision.ts';
import type { ConnectionTest } from '../ports/cloud-client.ts';
import { type CompletionOptions, streamCompletion } from './completion-stream.ts';

/** Sends the payload and waits for its end. Never throws; a cancelled test is a failed one. */
export async function testConnection(
  payload: OutgoingPayload,
  signal: AbortSignal,
  options: CompletionOptions,
): Promise<ConnectionTest> {
  let model = '';
  const onModel = (name: string) => {
    model = name;
  };
  for await (const part of streamCompletion(payload, signal, { ...options, onModel })) {
    if (part.type === 'stream-start') model = part.modelId;
    if (part.type === 'stream-error') return { ok: false, error: part.error };
    if (part.type === 'stream-end' && part.reason === 'cancelled') break;
    if (part.type === 'stream-end') return { ok: true, model, roundTripMs: part.usage.totalMs.value };
  }
  return { ok: false, error: errorInfo('unexpected', 'the test was cancelled') };
}
