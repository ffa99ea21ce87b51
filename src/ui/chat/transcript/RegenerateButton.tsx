import type { TurnId } from '../../../core/ids.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { RegenerateIcon } from '../../shared/answer-icons.tsx';
import { focusComposerWithKeys } from '../composer/focus-composer.ts';

interface RegenerateButtonProps {
  readonly turnId: TurnId;
  readonly tip: string;
}

export function RegenerateButton({ turnId, tip }: RegenerateButtonProps) {
  const actions = useActions();
  const busy = useAppState((state) => state.turn.type !== 'idle');
  return (
    <button
      type="button"
      className="icon-button small"
      aria-label="Regenerate"
      title={tip}
      disabled={busy}
      onClick={() => {
        void actions.regenerate(turnId);
        focusComposerWithKeys();
      }}
    >
      <RegenerateIcon />
    </button>
  );
}
