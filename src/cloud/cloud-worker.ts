import { expose } from 'comlink';
import type { ConnectionTest } from '../ports/cloud-client.ts';
import type { CloudWorkerApi } from '../protocol/cloud-protocol.ts';
import { sendParts } from '../protocol/part-stream.ts';
import { type CompletionOptions, streamCompletion } from './completion-stream.ts';
import { testConnection } from './connection-test.ts';

const IDLE_MS = 60_000;

// The only place where keys live while the app runs. They are written here and read by `fetch`, nowhere else.
const keyOf = new Map<string, string>();

function options(url: string): CompletionOptions {
  // A key belongs to one origin: another one's request never carries it.
  const key = (URL.canParse(url) ? keyOf.get(new URL(url).origin) : undefined) ?? null;
  return { key, idleMs: IDLE_MS, isOnline: () => navigator.onLine };
}

const api: CloudWorkerApi = {
  send: (payload, _grant, port) => {
    void sendParts(port, (signal) => streamCompletion(payload, signal, options(payload.url)));
  },
  test: (payload, _grant, port) => {
    void sendParts<ConnectionTest>(port, async function* (signal) {
      yield await testConnection(payload, signal, options(payload.url));
    });
  },
  setKey: (origin, key) => {
    if (key === null) keyOf.delete(origin);
    else keyOf.set(origin, key);
  },
};

expose(api);
