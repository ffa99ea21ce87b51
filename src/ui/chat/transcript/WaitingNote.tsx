import type { AnswerSource } from '../../../core/stream-part.ts';
import { useAppState } from '../../shared/hearth-context.ts';
import { engineText } from '../header/engine-text.ts';

/** Shown until the first token. Says what is waited for when that can take a while. */
export function WaitingNote({ source }: { readonly source: AnswerSource }) {
  const engine = useAppState((state) => state.engine);
  const model = useAppState((state) => state.model.name);
  const what =
    source === 'cloud'
      ? 'Waiting for the endpoint'
      : engine.type === 'loading'
        ? `${model}: ${engineText(engine)}`
        : null;
  return (
    <p className="waiting">
      <span className="waiting-embers" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {what}
    </p>
  );
}
