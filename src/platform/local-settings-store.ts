import * as v from 'valibot';
import { conversationId } from '../core/ids.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

const SETTINGS_KEY = 'hearth.settings';
const OPEN_KEY = 'hearth.open-conversation';

const defaults = DEFAULT_SETTINGS;
/** Field by field: one bad value must not cost the others. */
const StoredSettings = v.object({
  mode: v.fallback(v.picklist(['device', 'ask', 'cloud']), defaults.mode),
  engine: v.fallback(v.picklist(['auto', 'webgpu', 'wasm']), defaults.engine),
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), defaults.theme),
  sampling: v.fallback(
    v.object({
      temperature: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(2)), defaults.sampling.temperature),
      topP: v.fallback(v.pipe(v.number(), v.gtValue(0), v.maxValue(1)), defaults.sampling.topP),
      maxTokens: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(1)), defaults.sampling.maxTokens),
    }),
    defaults.sampling,
  ),
  cloud: v.fallback(
    v.object({
      endpointUrl: v.fallback(v.string(), defaults.cloud.endpointUrl),
      model: v.fallback(v.string(), defaults.cloud.model),
    }),
    defaults.cloud,
  ),
});

/** Settings in localStorage, since they are needed before the first paint; the open conversation per tab. */
export function createLocalSettingsStore(): SettingsStore {
  return {
    read() {
      const text = readItem(() => localStorage, SETTINGS_KEY);
      if (text === null) return DEFAULT_SETTINGS;
      return v.safeParse(StoredSettings, parseJson(text)).output as typeof DEFAULT_SETTINGS;
    },
    write(settings) {
      localStorage.setItem(SETTINGS_KEY, JSON.stringify(settings));
    },
    readOpenConversation() {
      const id = readItem(() => sessionStorage, OPEN_KEY) ?? readItem(() => localStorage, OPEN_KEY);
      return id === null || id === '' ? null : conversationId(id);
    },
    writeOpenConversation(id) {
      try {
        sessionStorage.setItem(OPEN_KEY, id ?? '');
        localStorage.setItem(OPEN_KEY, id ?? '');
      } catch (caught) {
        // Only a convenience: without storage the next visit begins with the list, and writing the chat itself reports.
        if (!(caught instanceof DOMException)) throw caught;
      }
    },
    clear() {
      localStorage.removeItem(SETTINGS_KEY);
      localStorage.removeItem(OPEN_KEY);
      sessionStorage.clear();
    },
  };
}

/** Blocked storage reads as empty: the defaults serve, and the first write reports. */
function readItem(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch (caught) {
    if (caught instanceof DOMException) return null;
    throw caught;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (caught) {
    if (caught instanceof SyntaxError) return {};
    throw caught;
  }
}
