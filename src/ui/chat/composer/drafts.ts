import type { ConversationId } from '../../../core/ids.ts';

const PREFIX = 'hearth-draft-';

/** What was typed and not sent, per conversation; null is the chat that is not begun. It survives a reload, not the tab. */
export function readDraft(id: ConversationId | null): string {
  return storage()?.getItem(PREFIX + (id ?? 'new')) ?? '';
}

export function writeDraft(id: ConversationId | null, text: string): void {
  const key = PREFIX + (id ?? 'new');
  try {
    if (text === '') storage()?.removeItem(key);
    else storage()?.setItem(key, text);
  } catch {
    // Full: the text stays in the box, only a reload would lose it.
  }
}

/** Null where the browser blocks storage: reading the property throws there. */
function storage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
