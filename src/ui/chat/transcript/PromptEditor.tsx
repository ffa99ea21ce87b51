import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { errorText } from '../../../core/error-text.ts';
import { errorInfo } from '../../../core/errors.ts';
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
  const [triedEmpty, setTriedEmpty] = useState(false);
  const isRefused = triedEmpty && text.trim() === '';
  const send = () => {
    if (text.trim() === '') setTriedEmpty(true);
    else void onSend(text);
  };
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
        send();
      }}
    >
      <textarea
        ref={box}
        rows={1}
        aria-label="Edit prompt"
        dir="auto"
        aria-invalid={isRefused}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            send();
          } else if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onCancel();
          }
        }}
      />
      {isRefused && (
        <p className="error-text" role="alert">
          {errorText(errorInfo('prompt-empty')).message}
        </p>
      )}
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
