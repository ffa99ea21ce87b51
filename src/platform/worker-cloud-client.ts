import type { Remote } from 'comlink';
import { HearthError, errorInfo, toErrorInfo } from '../core/errors.ts';
import type { OutgoingPayload } from '../core/routing/decision.ts';
import type { StreamPart } from '../core/stream-part.ts';
import type { CloudClient, ConnectionTest } from '../ports/cloud-client.ts';
import type { CloudWorkerApi } from '../protocol/cloud-protocol.ts';
import { receiveParts } from '../protocol/part-stream.ts';
import { forgetSessionKey, readSessionKey, writeSessionKey } from './session-key.ts';

interface LiveWorker {
  readonly api: Remote<CloudWorkerApi>;
  /** Gives a port away with the next call. */
  readonly transfer: typeof import('comlink').transfer;
  /** Rejects when the worker's script cannot be loaded or run. */
  readonly severed: Promise<never>;
}

/**
 * The cloud worker, started at first use: who never configures an endpoint never loads it. The key goes into
 * the worker; a copy in this tab's session lets it survive a reload, and a worker that had to be started again.
 */
export function createWorkerCloudClient(spawn: () => Worker): CloudClient {
  let live: LiveWorker | null = null;
  // Known here too, so that asking does not start a worker.
  let keyIsSet = readSessionKey() !== null;

  const start = async (): Promise<LiveWorker> => {
    // Comes with the first worker: the page's first paint does not wait for it.
    const { transfer, wrap } = await import('comlink');
    if (live !== null) return live;
    const worker = spawn();
    const severed = new Promise<never>((_resolve, reject) => {
      worker.addEventListener('error', (event) => {
        live = null;
        keyIsSet = readSessionKey() !== null;
        worker.terminate();
        reject(new HearthError(errorInfo('unexpected', `the cloud worker failed: ${event.message}`)));
      });
    });
    // Handled where it is raced; when nothing waits, a dead worker is simply replaced at its next use.
    severed.catch(() => undefined);
    live = { api: wrap<CloudWorkerApi>(worker), transfer, severed };
    const key = readSessionKey();
    if (key !== null) await Promise.race([live.api.setKey(key), severed]);
    return live;
  };

  /** Parts of one call; what goes wrong with the worker itself is thrown as `HearthError`. */
  async function* call<Part>(
    method: 'send' | 'test',
    payload: OutgoingPayload,
    signal: AbortSignal,
  ): AsyncGenerator<Part, void, undefined> {
    const { api, transfer, severed } = await start();
    const { port1, port2 } = new MessageChannel();
    const request = api[method](payload, transfer(port2, [port2]));
    await Promise.race([request, severed]);
    yield* receiveParts<Part>(port1, signal, severed);
  }

  return {
    async *send(payload, signal) {
      try {
        yield* call<StreamPart>('send', payload, signal);
      } catch (caught) {
        yield { type: 'stream-error', error: toErrorInfo(caught) };
      }
    },
    async test(payload, signal) {
      try {
        for await (const result of call<ConnectionTest>('test', payload, signal)) return result;
        return { ok: false, error: errorInfo('unexpected', 'the test ended without a result') };
      } catch (caught) {
        return { ok: false, error: toErrorInfo(caught) };
      }
    },
    async setKey(key) {
      const next = key === null || key.trim() === '' ? null : key.trim();
      keyIsSet = next !== null;
      if (next === null) forgetSessionKey();
      else writeSessionKey(next);
      if (next === null && live === null) return;
      const { api, severed } = await start();
      await Promise.race([api.setKey(next), severed]);
    },
    hasKey: () => Promise.resolve(keyIsSet),
  };
}
