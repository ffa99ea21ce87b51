import { clear, createStore, del, entries, get, set, type UseStore } from 'idb-keyval';

const NAME = 'hearth-key-vault';
const LOCK = 'lock';
const ALGORITHM = { name: 'AES-GCM', length: 256 } as const;

interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly text: ArrayBuffer;
}

let opened: UseStore | null = null;

function store(): UseStore {
  return (opened ??= createStore(NAME, 'sealed'));
}

/**
 * API keys that the user wants remembered, each encrypted with AES-GCM by a key of the browser's that no script can read
 * out (non-extractable). So what lies on the disk, a backup or an export of site data is no API key. It is no help
 * against who can use this browser profile: what the app can open, the profile can.
 *
 * Rejects as IndexedDB does.
 */
export const keyVault = {
  async seal(origin: string, apiKey: string): Promise<void> {
    // A new one for each: the same must never be used twice with one key.
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(apiKey);
    // The origin is bound to it: moved to another one's entry it does not open.
    const text = await crypto.subtle.encrypt({ ...ALGORITHM, iv, additionalData: bytes(origin) }, await lock(), plain);
    await set(entryOf(origin), { iv, text } satisfies Sealed, store());
  },

  async open(): Promise<ReadonlyMap<string, string>> {
    const keys = new Map<string, string>();
    const sealed = await entries<string, unknown>(store());
    for (const [entry, value] of sealed) {
      if (!entry.startsWith(entryOf('')) || !isSealed(value)) continue;
      const origin = entry.slice(entryOf('').length);
      try {
        const { iv, text } = value;
        const plain = await crypto.subtle.decrypt(
          { ...ALGORITHM, iv, additionalData: bytes(origin) },
          await lock(),
          text,
        );
        keys.set(origin, new TextDecoder().decode(plain));
      } catch {
        // Damaged: of no use to anybody.
        await del(entry, store());
      }
    }
    return keys;
  },

  forget(origin: string): Promise<void> {
    return del(entryOf(origin), store());
  },

  /** With what encrypts them. */
  clear(): Promise<void> {
    return clear(store());
  },
};

async function lock(): Promise<CryptoKey> {
  const kept = await get<unknown>(LOCK, store());
  if (kept instanceof CryptoKey) return kept;
  const made = await crypto.subtle.generateKey(ALGORITHM, false, ['encrypt', 'decrypt']);
  await set(LOCK, made, store());
  return made;
}

function entryOf(origin: string): string {
  return `key of ${origin}`;
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function isSealed(value: unknown): value is Sealed {
  return (
    typeof value === 'object' &&
    value !== null &&
    'iv' in value &&
    value.iv instanceof Uint8Array &&
    'text' in value &&
    value.text instanceof ArrayBuffer
  );
}
