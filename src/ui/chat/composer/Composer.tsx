import { lazy, Suspense, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { ErrorInfo } from '../../../core/errors.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { CloudUpIcon, SendIcon, StopIcon } from '../../shared/icons.tsx';
import { COMPOSER_ID, focusComposerWithKeys } from './focus-composer.ts';
import { growToFit } from './grow-to-fit.ts';
import { ModeSwitch } from './ModeSwitch.tsx';
import { RouteHint } from './RouteHint.tsx';
import { useDraft } from './use-draft.ts';

const PromptError = lazy(async () => ({ default: (await import('./PromptError.tsx')).PromptError }));

const ChatLock = lazy(async () => ({ default: (await import('./ChatLock.tsx')).ChatLock }));
const LeftBytes = lazy(async () => ({ default: (await import('../../egress/LeftBytes.tsx')).LeftBytes }));

export function Composer() {
  const actions = useActions();
  const box = useRef<HTMLTextAreaElement>(null);
  const errorId = useId();
  const busy = useAppState((state) => state.turn.type !== 'idle');
  const promptError = useAppState((state) => state.promptError);
  const [edited, setEdited] = useState<ErrorInfo | null>(null);
  const { text, setText, clear } = useDraft();
  const hasEndpoint = useAppState((state) => state.settings.endpoints.length > 0);
  useLayoutEffect(() => growToFit(box.current));
  // Ready to type; a focus that the address or the reader has set already is left alone.
  useEffect(() => {
    if (document.activeElement === document.body) focusComposerWithKeys();
  }, []);
  // An error is about the text that was sent: it goes with the first change.
  const error = promptError === edited ? null : promptError;

  const send = async (sender: (text: string) => Promise<boolean>) => {
    if (busy) return;
    const clearSent = clear;
    if (await sender(text)) clearSent(text);
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // 229: Safari ends the composition before it reports the Enter that ended it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void send((prompt) => actions.send(prompt));
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send((prompt) => actions.send(prompt));
      }}
    >
      <div className="composer-box" data-invalid={error !== null || undefined}>
        <textarea
          ref={box}
          id={COMPOSER_ID}
          rows={1}
          dir="auto"
          aria-label="Message"
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : errorId}
          placeholder="Message Hearth"
          enterKeyHint="send"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setEdited(promptError);
          }}
          onKeyDown={onKeyDown}
        />
        <div className="composer-tools">
          <ModeSwitch />
          <div className="composer-send">
            {busy ? (
              <button
                type="button"
                className="send stop"
                aria-label="Stop"
                title="Stop (Escape)"
                onClick={() => {
                  actions.stop();
                  box.current?.focus();
                }}
              >
                <StopIcon />
              </button>
            ) : (
              <>
                <button
                  type="button"
                  className="icon-button"
                  aria-label="Send to the cloud"
                  title="Send to the cloud: shows first what would leave"
                  onClick={() => void send((prompt) => actions.sendToCloud(prompt))}
                >
                  <CloudUpIcon />
                </button>
                <button
                  type="submit"
                  className="send"
                  aria-label="Send"
                  title="Send (Enter)"
                  data-empty={text.trim() === '' || undefined}
                >
                  <SendIcon />
                </button>
              </>
            )}
          </div>
        </div>
      </div>
      <Suspense fallback={null}>{error !== null && <PromptError id={errorId} error={error} />}</Suspense>
      <RouteHint />
      <Suspense fallback={<div className="chat-lock" />}>{hasEndpoint && <ChatLock />}</Suspense>
      <Suspense fallback={<p className="route-hint">&nbsp;</p>}>
        <LeftBytes />
      </Suspense>
    </form>
  );
}
