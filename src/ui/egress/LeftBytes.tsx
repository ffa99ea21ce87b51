import { useAppState, useHearth } from '../shared/hearth-context.ts';
import { bytesLeft, leftText } from './left-text.ts';
import { isRead, useLedger } from './use-ledger.ts';

/** What left of the open conversation; leads to all that ever left. */
export function LeftBytes() {
  const hearth = useHearth();
  const conversation = useAppState((state) => state.current?.id ?? null);
  const state = useLedger(hearth);
  if (state === null) return <p className="route-hint">&nbsp;</p>;
  return (
    <p className="route-hint">
      <a href="#egress">
        {isRead(state)
          ? leftText(conversation === null ? 0 : bytesLeft(state, conversation))
          : 'What left cannot be read'}
      </a>
    </p>
  );
}
