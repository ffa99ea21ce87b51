import type { TurnId } from '../../../core/ids.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { CloudUpIcon } from '../../shared/icons.tsx';

interface AskCloudButtonProps {
  readonly turnId: TurnId;
  /** Where the answer itself says that it needs more. */
  readonly emphasised?: boolean;
}

/** Offers the cloud for a turn; nothing is sent before the reader saw what would leave. */
export function AskCloudButton({ turnId, emphasised = false }: AskCloudButtonProps) {
  const actions = useActions();
  const busy = useAppState((state) => state.turn.type !== 'idle');
  return (
    <button
      type="button"
      className={emphasised ? 'button primary small' : 'button quiet small'}
      disabled={busy}
      title="Shows first what would leave this device"
      onClick={() => void actions.askCloud(turnId)}
    >
      <CloudUpIcon />
      Ask the cloud
    </button>
  );
}
