import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HearthError } from '../core/errors.ts';
import { conversationId, endpointId } from '../core/ids.ts';
import { newEndpoint } from '../core/routing/endpoint.ts';
import type { Settings } from '../core/settings.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import { createLocalSettingsStore } from './local-settings-store.ts';

/** As much of `Storage` as is used. */
class FakeStorage {
  readonly items = new Map<string, string>();
  failure: DOMException | null = null;

  getItem(key: string): string | null {
    if (this.failure !== null) throw this.failure;
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.failure !== null) throw this.failure;
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
  clear(): void {
    this.items.clear();
  }
}

let local: FakeStorage;
let session: FakeStorage;
beforeEach(() => {
  local = new FakeStorage();
  session = new FakeStorage();
  vi.stubGlobal('localStorage', local);
  vi.stubGlobal('sessionStorage', session);
});
afterEach(() => vi.unstubAllGlobals());

const CHANGED: Settings = {
  mode: 'ask',
  engine: 'webgpu',
  theme: 'dark',
  sampling: { temperature: 0.7, topP: 0.9, maxTokens: 99 },
  endpoints: [newEndpoint(endpointId('e'))],
  routing: { ...DEFAULT_SETTINGS.routing, monthlyBudget: 3 },
  airtight: true,
  downloads: { mirrorUrl: 'https://models.example.com', maxBytesPerSecond: null },
  modelFolder: null,
};

describe('settings', () => {
  it('that another tab wrote or deleted are told, and nothing else is', () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    const told: Settings[] = [];
    const end = createLocalSettingsStore().subscribe((settings) => told.push(settings));
    const tell = (key: string | null, newValue: string | null) =>
      page.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }));
    createLocalSettingsStore().write(CHANGED);
    tell('hearth.settings', local.getItem('hearth.settings'));
    tell('hearth.open-conversation', 'x');
    tell('hearth.settings', null);
    tell(null, null);
    expect(told).toEqual([CHANGED, DEFAULT_SETTINGS, DEFAULT_SETTINGS]);
    end();
    tell(null, null);
    expect(told).toHaveLength(3);
  });

  it('are the defaults at first', () => {
    expect(createLocalSettingsStore().read()).toEqual(DEFAULT_SETTINGS);
  });

  it('are read as they were written, each of them', () => {
    createLocalSettingsStore().write(CHANGED);
    expect(createLocalSettingsStore().read()).toEqual(CHANGED);
  });

  it.each(['', '{', 'null', '5', '"text"', '[]', '{"mode":7,"sampling":null,"cloud":"x"}'])(
    'fall back to the defaults where %s is stored',
    (text) => {
      local.items.set('hearth.settings', text);
      expect(createLocalSettingsStore().read()).toEqual(DEFAULT_SETTINGS);
    },
  );

  it('keep their good values beside one that is bad or missing', () => {
    const { theme: _theme, ...rest } = CHANGED;
    const stored = { ...rest, engine: 'abacus', sampling: { ...CHANGED.sampling, temperature: 9 } };
    local.items.set('hearth.settings', JSON.stringify(stored));
    expect(createLocalSettingsStore().read()).toEqual({
      ...CHANGED,
      theme: 'system',
      engine: 'auto',
      sampling: { ...CHANGED.sampling, temperature: 0 },
    });
  });

  it('never hold a key', () => {
    local.items.set(
      'hearth.settings',
      JSON.stringify({ ...CHANGED, endpoints: [{ ...CHANGED.endpoints[0], key: 'secret' }] }),
    );
    expect(JSON.stringify(createLocalSettingsStore().read())).not.toContain('secret');
  });

  it.each([
    ['QuotaExceededError', 'storage-full'],
    ['SecurityError', 'storage-blocked'],
  ])('that meet a %s say %s, and are read as the defaults', (name, code) => {
    local.failure = new DOMException('no', name);
    const store = createLocalSettingsStore();
    expect(store.read()).toEqual(DEFAULT_SETTINGS);
    let error: unknown = null;
    try {
      store.write(CHANGED);
    } catch (caught) {
      error = caught;
    }
    expect(error instanceof HearthError && error.info.code).toBe(code);
  });
});

describe('the open chat', () => {
  const id = conversationId('c');

  it('is the tab’s own, and in a new tab the one shown last', () => {
    createLocalSettingsStore().writeOpenConversation(id);
    expect(createLocalSettingsStore().readOpenConversation()).toBe(id);
    session.clear();
    expect(createLocalSettingsStore().readOpenConversation()).toBe(id);
    createLocalSettingsStore().writeOpenConversation(null);
    expect(createLocalSettingsStore().readOpenConversation()).toBeNull();
  });

  it('is no reason to fail where the browser has no storage at all', () => {
    vi.stubGlobal('localStorage', null);
    vi.stubGlobal('sessionStorage', null);
    const store = createLocalSettingsStore();
    expect(() => store.writeOpenConversation(id)).not.toThrow();
    expect(store.readOpenConversation()).toBeNull();
    expect(store.read()).toEqual(DEFAULT_SETTINGS);
  });

  it('is no reason to fail where storage is blocked', () => {
    session.failure = new DOMException('no', 'SecurityError');
    local.failure = session.failure;
    const store = createLocalSettingsStore();
    expect(() => store.writeOpenConversation(id)).not.toThrow();
    expect(store.readOpenConversation()).toBeNull();
  });

  it('goes with all else when data is deleted', () => {
    const store = createLocalSettingsStore();
    store.write(CHANGED);
    store.writeOpenConversation(id);
    store.clear();
    expect([...local.items.keys(), ...session.items.keys()]).toEqual([]);
  });
});
