import { useRef, useState } from 'react';
import type { Turn } from '../../../core/chat/conversation.ts';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { EditIcon } from '../../shared/icons.tsx';
import { focusComposerWithKeys } from '../composer/focus-composer.ts';
import { firstWords } from './article-name.ts';
import { PromptEditor } from './PromptEditor.tsx';

export function PromptMessage({ turn }: { readonly turn: Turn }) {
  const actions = useActions();
  const busy = useAppState((state) => state.turn.type !== 'idle');
  const [editing, setEditing] = useState(false);
  const givenUp = useRef(false);

  return (
    <article className="prompt" aria-label={`You: ${firstWords(turn.prompt)}`} data-editing={editing || undefined}>
      {editing ? (
        <PromptEditor
          prompt={turn.prompt}
          onCancel={() => {
            givenUp.current = true;
            setEditing(false);
          }}
          onSend={async (text) => {
            if (!(await actions.editAndResend(turn.id, text))) return;
            setEditing(false);
            focusComposerWithKeys();
          }}
        />
      ) : (
        <>
          <div className="prompt-text" dir="auto">
            {turn.prompt}
          </div>
          <div className="message-actions">
            <CopyButton label="Copy" text={turn.prompt} />
            <button
              ref={(button) => {
                if (givenUp.current) button?.focus();
                givenUp.current = false;
              }}
              type="button"
              className="icon-button small"
              aria-label="Edit"
              title="Edit and send again"
              disabled={busy}
              onClick={() => setEditing(true)}
            >
              <EditIcon />
            </button>
          </div>
        </>
      )}
    </article>
  );
}
