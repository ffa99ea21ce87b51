import { errorText } from '../../../core/error-text.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { WarningIcon } from '../../shared/icons.tsx';
import { NextActionButton } from '../../shared/NextActionButton.tsx';

/** States of the engine that need a decision before the next answer. */
export function Banners() {
  const actions = useActions();
  const engine = useAppState((state) => state.engine);
  if (engine.type === 'elsewhere') {
    return (
      <section className="banner" aria-label="Engine">
        <p>Hearth is open in another tab, which holds the model.</p>
        <button type="button" className="button small" onClick={() => void actions.takeOver()}>
          Use it here
        </button>
      </section>
    );
  }
  if (engine.type !== 'failed') return null;
  const { title, message, action } = errorText(engine.error);
  return (
    <section className="banner" aria-label="Engine" data-tone="danger">
      <WarningIcon />
      <p>
        <strong>{title}.</strong> {message}
        {engine.error.detail !== undefined && <small>{engine.error.detail}</small>}
      </p>
      <NextActionButton action={action} onRetry={() => void actions.loadEngine()} />
    </section>
  );
}
