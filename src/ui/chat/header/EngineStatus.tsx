import { useAppState } from '../../shared/hearth-context.ts';
import { engineText } from './engine-text.ts';

export function EngineStatus() {
  const model = useAppState((state) => state.model.name);
  const engine = useAppState((state) => state.engine);
  return (
    <p
      className="engine-status"
      data-state={engine.type}
      title={engine.type === 'ready' ? engine.choice.why : undefined}
    >
      <span className="dot" aria-hidden="true" />
      <span>{model}</span>
      <span aria-hidden="true">·</span>
      <span className="engine-text">{engineText(engine)}</span>
    </p>
  );
}
