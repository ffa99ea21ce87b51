import { useEffect, useState } from 'react';
import type { TurnId } from '../../../core/ids.ts';
import type { AnswerSource } from '../../../core/stream-part.ts';
import { useHearth } from '../../shared/hearth-context.ts';

/**
 * Text of the answer while it is written, at most once per animation frame; null when there is none.
 * The store may change many times between two frames.
 */
export function useLiveText(turnId: TurnId, source: AnswerSource, isLive: boolean): string | null {
  const { live } = useHearth();
  const [text, setText] = useState<string | null>(null);

  useEffect(() => {
    if (!isLive) return;
    let frame = 0;
    const draw = () => {
      frame = 0;
      const answer = live.getState();
      setText(answer?.turnId === turnId && answer.source === source ? answer.text : null);
    };
    const onChange = () => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    onChange();
    const unsubscribe = live.subscribe(onChange);
    return () => {
      unsubscribe();
      cancelAnimationFrame(frame);
      setText(null);
    };
  }, [live, turnId, source, isLive]);

  return isLive && text !== '' ? text : null;
}
