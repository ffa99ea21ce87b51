import type { ConversationId } from '../../../core/ids.ts';

const PREFIX = 'hearth-draft-';

/** What was typed and not sent, per conversation; null is the chat that is not begun. It survives a reload, not the tab. */
export function readDraft(id: ConversationId | null): string {
  return withStorage((storage) => storage.getItem(keyOf(id))) ?? '';
}

export function writeDraft(id: ConversationId | null, text: string): void {
  withStorage((storage) => {
    if (text === '') storage.removeItem(keyOf(id));
    else storage.setItem(keyOf(id), text);
  });
}

function keyOf(id: ConversationId | null): string {
  return PREFIX + (id ?? 'new');
}

/** Null where storage is full or the browser blocks it: the text stays in the box, only a reload would lose it. */
function withStorage<Result>(work: (storage: Storage) => Result): Result | null {
  try {
    return work(window.sessionStorage);
  } catch {
    return null;
  }
}
