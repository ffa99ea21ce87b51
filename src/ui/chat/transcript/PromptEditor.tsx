import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { errorText } from '../../../core/error-text.ts';
import { useAppState } from '../../shared/hearth-context.ts';
import { growToFit } from '../composer/grow-to-fit.ts';

interface PromptEditorProps {
  readonly prompt: string;
  readonly onCancel: () => void;
  readonly onSend: (text: string) => Promise<void>;
}

/** Enter sends, Escape gives up. What follows the prompt is replaced when it is sent. */
export function PromptEditor({ prompt, onCancel, onSend }: PromptEditorProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(prompt);
  const error = useAppState((state) => state.promptError);
  useLayoutEffect(() => growToFit(box.current));
  useEffect(() => {
    box.current?.focus();
    box.current?.setSelectionRange(prompt.length, prompt.length);
  }, [prompt]);

  return (
    <form
      className="prompt-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void onSend(text);
      }}
    >
      <textarea
        ref={box}
        rows={1}
        aria-label="Edit prompt"
        aria-invalid={error !== null && text.trim() === ''}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void onSend(text);
          } else if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onCancel();
          }
        }}
      />
      {error !== null && text.trim() === '' && <p className="error-text">{errorText(error).message}</p>}
      <div className="prompt-editor-actions">
        <span className="hint">Later messages are replaced</span>
        <button type="button" className="button small" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" className="button primary small">
          Resend
        </button>
      </div>
    </form>
  );
}
