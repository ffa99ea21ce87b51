import { useAppState } from '../../shared/hearth-context.ts';
import { loadedPercent } from './engine-text.ts';

/** A line along the header while the model loads. */
export function LoadProgress() {
  const engine = useAppState((state) => state.engine);
  if (engine.type !== 'loading') return null;
  const percent = loadedPercent(engine);
  return (
    <progress
      className="load-progress"
      aria-label="Loading the model"
      max={100}
      {...(percent === null ? {} : { value: percent })}
    />
  );
}
