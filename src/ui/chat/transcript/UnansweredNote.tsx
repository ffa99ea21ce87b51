import type { TurnId } from '../../../core/ids.ts';
import { useAppState } from '../../shared/hearth-context.ts';
import { AskCloudButton } from './AskCloudButton.tsx';
import { RegenerateButton } from './RegenerateButton.tsx';

/** A prompt without an answer: while it is asked whether it may leave, or after the page went away too early. */
export function UnansweredNote({ turnId }: { readonly turnId: TurnId }) {
  const isAsked = useAppState((state) => state.offer?.turnId === turnId);
  if (isAsked) return <p className="end-note">Waiting for your decision. Nothing has been sent.</p>;
  return (
    <>
      <p className="end-note">This prompt has no answer yet.</p>
      <div className="message-actions">
        <RegenerateButton turnId={turnId} tip="Answer now" />
        <AskCloudButton turnId={turnId} />
      </div>
    </>
  );
}
