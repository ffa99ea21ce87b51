import type { ConversationId } from '../core/ids.ts';
import type { Settings } from '../core/settings.ts';

/** Small, read before the first paint. Unreadable or newer values fall back to the defaults, field by field. */
export interface SettingsStore {
  read(): Settings;
  write(settings: Settings): void;
  /** Told what another tab wrote or deleted. Gives what ends it. */
  subscribe(onChange: (settings: Settings) => void): () => void;
  /** The conversation this tab showed last; a new tab begins with the one shown last in any. */
  readOpenConversation(): ConversationId | null;
  writeOpenConversation(id: ConversationId | null): void;
  clear(): void;
}
