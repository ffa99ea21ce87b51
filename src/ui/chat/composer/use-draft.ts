import { useState } from 'react';
import { useAppState } from '../../shared/hearth-context.ts';
import { readDraft, writeDraft } from './drafts.ts';

interface Draft {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Takes what was sent out of the draft of the conversation it was written in, which sending may have just begun. */
  readonly clear: (sent: string) => void;
}

/** The text in the message box: each conversation has its own. */
export function useDraft(): Draft {
  // One that was only locked has not begun: what was typed before stays with it.
  const id = useAppState(({ current }) => (current === null || current.turns.length === 0 ? null : current.id));
  const [shown, setShown] = useState(() => ({ id, text: readDraft(id) }));
  if (shown.id !== id) setShown({ id, text: readDraft(id) });
  return {
    text: shown.text,
    setText(text) {
      setShown({ id, text });
      writeDraft(id, text);
    },
    clear(sent) {
      const draft = readDraft(id);
      // What was typed on meanwhile stays; where the prompt began the chat, it goes on there.
      const rest = draft.startsWith(sent) ? draft.slice(sent.length) : draft;
      writeDraft(id, id === null ? '' : rest);
      setShown((now) => {
        const left = readDraft(now.id) || (id === null ? rest : '');
        writeDraft(now.id, left);
        return { ...now, text: left };
      });
    },
  };
}
