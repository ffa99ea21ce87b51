import { expose } from 'comlink';
import type { EgressGrant, OutgoingPayload } from '../core/routing/decision.ts';
import type { ConnectionTest } from '../ports/cloud-client.ts';
import { onAirtight } from '../protocol/airtight-flag.ts';
import type { CloudWorkerApi } from '../protocol/cloud-protocol.ts';
import { sendParts } from '../protocol/part-stream.ts';
import { type CompletionOptions, streamCompletion } from './completion-stream.ts';
import { testConnection } from './connection-test.ts';
import { keyVault } from './key-vault.ts';
import { leave } from './leave.ts';

const IDLE_MS = 60_000;

// The only place where keys live while the app runs. They are written here and read by `fetch`, nowhere else.
const keyOf = new Map<string, string>();

const remembered = new Set<string>();
const opened = openVault();

async function openVault(): Promise<void> {
  try {
    for (const [origin, key] of await keyVault.open()) {
      remembered.add(origin);
      if (!keyOf.has(origin)) keyOf.set(origin, key);
    }
  } catch {
    // Where storage is blocked there is nothing that was remembered.
    return;
  }
}

// Switched on, airtight mode ends what is running too.
let running = new AbortController();
onAirtight((isOn) => {
  if (!isOn) return;
  running.abort();
  running = new AbortController();
});

function options({ url }: OutgoingPayload, grant: EgressGrant): CompletionOptions {
  // A key belongs to one origin: another one's request never carries it.
  const key = (URL.canParse(url) ? keyOf.get(new URL(url).origin) : undefined) ?? null;
  return {
    key,
    idleMs: IDLE_MS,
    isOnline: () => navigator.onLine,
    leave: (payload) => leave(payload, grant),
  };
}

const api: CloudWorkerApi = {
  send: (payload, grant, port) => {
    void sendParts(port, async function* (signal) {
      await opened;
      yield* streamCompletion(payload, AbortSignal.any([signal, running.signal]), options(payload, grant));
    });
  },
  test: (payload, grant, port) => {
    void sendParts<ConnectionTest>(port, async function* (signal) {
      await opened;
      yield await testConnection(payload, AbortSignal.any([signal, running.signal]), options(payload, grant));
    });
  },
  async setKey(origin, key) {
    await opened;
    if (key === null) {
      keyOf.delete(origin);
      if (remembered.delete(origin)) await keyVault.forget(origin);
      return;
    }
    keyOf.set(origin, key);
    if (remembered.has(origin)) await keyVault.seal(origin, key);
  },
  async remember(origin, isOn) {
    await opened;
    const key = keyOf.get(origin);
    if (isOn && key !== undefined) {
      await keyVault.seal(origin, key);
      remembered.add(origin);
    } else {
      remembered.delete(origin);
      await keyVault.forget(origin);
    }
  },
  async forgetKeys() {
    await opened;
    keyOf.clear();
    remembered.clear();
    await keyVault.clear();
  },
};

expose(api);
