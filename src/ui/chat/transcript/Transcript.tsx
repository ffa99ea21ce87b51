import { useAppState } from '../../shared/hearth-context.ts';
import { TurnView } from './TurnView.tsx';

const NO_TURNS: readonly never[] = [];

/** The turns of the open conversation. In its own chunk: nobody waits for it before the first answer. */
export function Transcript() {
  const turns = useAppState((state) => state.current?.turns ?? NO_TURNS);
  return turns.map((turn, index) => <TurnView key={turn.id} turn={turn} isLast={index === turns.length - 1} />);
}
