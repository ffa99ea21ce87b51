import type { TurnId } from '../../../core/ids.ts';
import { focusComposerWithKeys } from '../composer/focus-composer.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { RegenerateIcon } from '../../shared/icons.tsx';
import { AskCloudButton } from './AskCloudButton.tsx';

/** A prompt without an answer: while it is asked whether it may leave, or after the page went away too early. */
export function UnansweredNote({ turnId }: { readonly turnId: TurnId }) {
  const actions = useActions();
  const busy = useAppState((state) => state.turn.type !== 'idle');
  const isAsked = useAppState((state) => state.offer?.turnId === turnId);
  if (isAsked) return <p className="end-note">Waiting for your decision. Nothing has been sent.</p>;
  return (
    <>
      <p className="end-note">This prompt has no answer yet.</p>
      <div className="message-actions">
        <button
          type="button"
          className="icon-button small"
          aria-label="Regenerate"
          title="Answer now"
          disabled={busy}
          onClick={() => {
            void actions.regenerate(turnId);
            focusComposerWithKeys();
          }}
        >
          <RegenerateIcon />
        </button>
        <AskCloudButton turnId={turnId} />
      </div>
    </>
  );
}
