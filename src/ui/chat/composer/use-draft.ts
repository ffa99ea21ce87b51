import { useState } from 'react';
import { useAppState } from '../../shared/hearth-context.ts';
import { readDraft, writeDraft } from './drafts.ts';

interface Draft {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Forgets the draft of the conversation it was written in, which sending may have just begun. */
  readonly clear: () => void;
}

/** The text in the message box: each conversation has its own. */
export function useDraft(): Draft {
  const id = useAppState((state) => state.current?.id ?? null);
  const [shown, setShown] = useState(() => ({ id, text: readDraft(id) }));
  if (shown.id !== id) setShown({ id, text: readDraft(id) });
  return {
    text: shown.text,
    setText(text) {
      setShown({ id, text });
      writeDraft(id, text);
    },
    clear() {
      writeDraft(id, '');
      setShown((now) => ({ ...now, text: readDraft(now.id) }));
    },
  };
}
