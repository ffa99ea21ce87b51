import { lazy, Suspense, useId, useState } from 'react';
import type { TurnId } from '../../../core/ids.ts';
import type { AnswerSource } from '../../../core/stream-part.ts';
import { useAppState, useHearth } from '../../shared/hearth-context.ts';

const RouteExplanation = lazy(async () => ({
  default: (await import('../../decisions/RouteExplanation.tsx')).RouteExplanation,
}));

interface WhyButtonProps {
  readonly turnId: TurnId;
  readonly source: AnswerSource;
}

/** Opens and closes the explanation, which follows the actions of the answer. */
export function useWhy({ turnId, source }: WhyButtonProps) {
  const hearth = useHearth();
  const id = useId();
  const conversationId = useAppState((state) => state.current?.id ?? null);
  const [isOpen, setOpen] = useState(false);
  return {
    button: (
      <button
        type="button"
        className="button quiet small"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        Why this route
      </button>
    ),
    region: isOpen && conversationId !== null && (
      <Suspense fallback={null}>
        <RouteExplanation hearth={hearth} id={id} conversationId={conversationId} turnId={turnId} source={source} />
      </Suspense>
    ),
  };
}
