import { expose } from 'comlink';
import type { ConnectionTest } from '../ports/cloud-client.ts';
import type { CloudWorkerApi } from '../protocol/cloud-protocol.ts';
import { sendParts } from '../protocol/part-stream.ts';
import { type CompletionOptions, streamCompletion } from './completion-stream.ts';
import { testConnection } from './connection-test.ts';

const IDLE_MS = 60_000;

// The only place where the key lives while the app runs. It is written here and read by `fetch`, nowhere else.
let key: string | null = null;

function options(): CompletionOptions {
  return { key, idleMs: IDLE_MS, isOnline: () => navigator.onLine };
}

const api: CloudWorkerApi = {
  send: (payload, port) => {
    void sendParts(port, (signal) => streamCompletion(payload, signal, options()));
  },
  test: (payload, port) => {
    void sendParts<ConnectionTest>(port, async function* (signal) {
      yield await testConnection(payload, signal, options());
    });
  },
  setKey: (next) => {
    key = next;
  },
  hasKey: () => key !== null,
};

expose(api);
