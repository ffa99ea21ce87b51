import type { Settings } from '../core/settings.ts';

/** Small, read before the first paint. Unreadable or newer values fall back to the defaults, field by field. */
export interface SettingsStore {
  read(): Settings;
  write(settings: Settings): void;
  clear(): void;
}
