import { storageError } from './storage-error.ts';
import { conversationId } from '../core/ids.ts';
import { parseSettings } from '../core/parse-settings.ts';
import { DEFAULT_SETTINGS, type Settings } from '../core/settings.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

const SETTINGS_KEY = 'hearth.settings';
const OPEN_KEY = 'hearth.open-conversation';

/** Settings in localStorage, since they are needed before the first paint; the open conversation per tab. */
export function createLocalSettingsStore(): SettingsStore {
  return {
    read() {
      return settingsIn(readItem(() => localStorage, SETTINGS_KEY));
    },
    write(settings) {
      try {
        localStorage.setItem(SETTINGS_KEY, JSON.stringify(settings));
      } catch (caught) {
        throw storageError(caught);
      }
    },
    subscribe(onChange) {
      // Only other tabs' changes are told so. No key: all was cleared.
      const listener = ({ key, newValue }: StorageEvent) => {
        if (key === SETTINGS_KEY || key === null) onChange(settingsIn(newValue));
      };
      addEventListener('storage', listener);
      return () => removeEventListener('storage', listener);
    },
    readOpenConversation() {
      const id = readItem(() => sessionStorage, OPEN_KEY) ?? readItem(() => localStorage, OPEN_KEY);
      return id === null || id === '' ? null : conversationId(id);
    },
    writeOpenConversation(id) {
      try {
        sessionStorage.setItem(OPEN_KEY, id ?? '');
        localStorage.setItem(OPEN_KEY, id ?? '');
      } catch {
        // Only a convenience: without storage the next visit begins with the list, and writing the chat itself reports.
      }
    },
    clear() {
      localStorage.removeItem(SETTINGS_KEY);
      localStorage.removeItem(OPEN_KEY);
      sessionStorage.clear();
    },
  };
}

function settingsIn(text: string | null): Settings {
  return text === null ? DEFAULT_SETTINGS : parseSettings(parseJson(text));
}

/** Blocked storage reads as empty: the defaults serve, and the first write reports. */
function readItem(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
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
