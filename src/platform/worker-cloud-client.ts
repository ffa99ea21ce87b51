import type { Remote } from 'comlink';
import { HearthError, errorInfo, toErrorInfo } from '../core/errors.ts';
import type { EgressGrant, OutgoingPayload } from '../core/routing/decision.ts';
import type { StreamPart } from '../core/stream-part.ts';
import type { CloudClient, ConnectionTest } from '../ports/cloud-client.ts';
import type { CloudWorkerApi } from '../protocol/cloud-protocol.ts';
import { receiveParts } from '../protocol/part-stream.ts';
import { readRememberedOrigins, writeRememberedOrigins } from './remembered-origins.ts';
import { storageError } from './storage-error.ts';
import { readSessionKeys, writeSessionKeys } from './session-key.ts';

interface LiveWorker {
  readonly api: Remote<CloudWorkerApi>;
  /** Gives a port away with the next call. */
  readonly transfer: typeof import('comlink').transfer;
  /** Rejects when the worker's script cannot be loaded or run. */
  readonly severed: Promise<never>;
  /** The service worker ruled the page when it started this worker. */
  readonly isGated: boolean;
  end(): void;
}

/**
 * The cloud worker, started at first use: who never configures an endpoint never loads it. The key goes into
 * the worker; a copy in this tab's session lets it survive a reload, and a worker that had to be started again.
 */
export function createWorkerCloudClient(spawn: () => Worker): CloudClient {
  let live: LiveWorker | null = null;
  // Known here too, so that asking does not start a worker.
  const keyed = new Set([...Object.keys(readSessionKeys()), ...readRememberedOrigins()]);

  const start = async (): Promise<LiveWorker> => {
    // Comes with the first worker: the page's first paint does not wait for it.
    const { transfer, wrap } = await import('comlink');
    if (live !== null && (live.isGated || !isGated())) return live;
    // Started before there was a gate, to take a key: the gate will never know it.
    live?.end();
    const worker = spawn();
    const severed = new Promise<never>((_resolve, reject) => {
      worker.addEventListener('error', (event) => {
        live = null;
        keyed.clear();
        for (const origin of [...Object.keys(readSessionKeys()), ...readRememberedOrigins()]) keyed.add(origin);
        worker.terminate();
        reject(new HearthError(errorInfo('unexpected', `the cloud worker failed: ${event.message}`)));
      });
    });
    // Handled where it is raced; when nothing waits, a dead worker is simply replaced at its next use.
    severed.catch(() => undefined);
    live = {
      api: wrap<CloudWorkerApi>(worker),
      transfer,
      severed,
      isGated: isGated(),
      end: () => worker.terminate(),
    };
    const { api } = live;
    const keys = Object.entries(readSessionKeys());
    await Promise.race([Promise.all(keys.map(([origin, key]) => api.setKey(origin, key))), severed]);
    return live;
  };

  /** Parts of one call; what goes wrong with the worker itself is thrown as `HearthError`. */
  async function* call<Part>(
    method: 'send' | 'test',
    payload: OutgoingPayload,
    grant: EgressGrant,
    signal: AbortSignal,
  ): AsyncGenerator<Part, void, undefined> {
    // A worker that a page without the gate starts is outside of it for good.
    if (import.meta.env.PROD && !isGated()) throw new HearthError(errorInfo('cloud-ungated'));
    const { api, transfer, severed } = await start();
    const { port1, port2 } = new MessageChannel();
    const request = api[method](payload, grant, transfer(port2, [port2]));
    await Promise.race([request, severed]);
    yield* receiveParts<Part>(port1, signal, severed);
  }

  return {
    async *send(payload, grant, signal) {
      try {
        yield* call<StreamPart>('send', payload, grant, signal);
      } catch (caught) {
        yield { type: 'stream-error', error: toErrorInfo(caught) };
      }
    },
    async test(payload, grant, signal) {
      try {
        for await (const result of call<ConnectionTest>('test', payload, grant, signal)) return result;
        return { ok: false, error: errorInfo('unexpected', 'the test ended without a result') };
      } catch (caught) {
        return { ok: false, error: toErrorInfo(caught) };
      }
    },
    async setKey(origin, key) {
      const next = key === null || key.trim() === '' ? null : key.trim();
      if (next === null) keyed.delete(origin);
      else keyed.add(origin);
      const { [origin]: _, ...others } = readSessionKeys();
      // A remembered key lies encrypted with the worker, and nowhere in the open.
      const isRemembered = readRememberedOrigins().includes(origin);
      writeSessionKeys(next === null || isRemembered ? others : { ...others, [origin]: next });
      if (next === null) writeRememberedOrigins(readRememberedOrigins().filter((other) => other !== origin));
      if (next === null && live === null && !isRemembered) return;
      const { api, severed } = await start();
      await Promise.race([api.setKey(origin, next), severed]);
    },
    keyedOrigins: () => Promise.resolve([...keyed]),
    async remember(origin, isOn) {
      const { api, severed } = await start();
      try {
        await Promise.race([api.remember(origin, isOn), severed]);
      } catch (caught) {
        throw caught instanceof HearthError ? caught : storageError(caught);
      }
      const others = readRememberedOrigins().filter((other) => other !== origin);
      writeRememberedOrigins(isOn ? [...others, origin] : others);
      // Switched off, it stays in the worker's memory for as long as this page lives.
      if (!isOn) return;
      const { [origin]: _, ...open } = readSessionKeys();
      writeSessionKeys(open);
    },
    rememberedOrigins: () => Promise.resolve(readRememberedOrigins()),
    async forgetKeys() {
      const hasStored = readRememberedOrigins().length > 0;
      keyed.clear();
      writeSessionKeys({});
      writeRememberedOrigins([]);
      if (live === null && !hasStored) return;
      const { api, severed } = await start();
      await Promise.race([api.forgetKeys(), severed]);
    },
  };
}

/** A service worker rules this page, and so the workers that it starts. */
function isGated(): boolean {
  return 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null;
}
