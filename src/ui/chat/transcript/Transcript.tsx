import { startTransition, useEffect, useState } from 'react';
import { useAppState } from '../../shared/hearth-context.ts';
import { TurnView } from './TurnView.tsx';

const NO_TURNS: readonly never[] = [];

/** About what a tall screen shows. */
const FIRST_TURNS = 8;

/**
 * The turns of one conversation, the end first: a long one is drawn in slices, so that opening it holds up nothing.
 * In its own chunk: nobody waits for it before the first answer.
 */
export function Transcript() {
  const turns = useAppState((state) => state.current?.turns ?? NO_TURNS);
  const [complete, setComplete] = useState(turns.length <= FIRST_TURNS);
  useEffect(() => startTransition(() => setComplete(true)), []);

  const shown = complete ? turns : turns.slice(-FIRST_TURNS);
  return shown.map((turn) => <TurnView key={turn.id} turn={turn} isLast={turn === turns.at(-1)} />);
}
