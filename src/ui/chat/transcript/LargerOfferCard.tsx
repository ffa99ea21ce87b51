import type { TurnId } from '../../../core/ids.ts';
import { loadText } from '../../../core/routing/larger-model.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { DeviceIcon } from '../../shared/icons.tsx';
import { focusComposerWithKeys } from '../composer/focus-composer.ts';

/** A larger model that is stored here could answer better; it is loaded after yes, and Stop ends that. */
export function LargerOfferCard({ turnId }: { readonly turnId: TurnId }) {
  const actions = useActions();
  const offer = useAppState((state) => (state.largerOffer?.turnId === turnId ? state.largerOffer : null));
  const resident = useAppState((state) => state.model.name);
  const routing = useAppState((state) => state.settings.routing);
  if (offer === null) return null;
  const { model } = offer;
  const accept = () => {
    void actions.acceptLarger();
    focusComposerWithKeys();
  };
  return (
    <section className="offer-card" aria-label="Larger model on this device">
      <DeviceIcon />
      <div>
        <strong>{model.name} on this device can answer this.</strong>
        <p>
          It is larger than {resident} and takes its place in memory: {loadText(model)}.
          {model.isTight && ' It is a tight fit here.'} Nothing leaves this device.
        </p>
      </div>
      <div className="offer-card-actions">
        <button type="button" className="button primary small" onClick={accept}>
          Answer with {model.name}
        </button>
        {!model.isTight && (
          <button
            type="button"
            className="button small"
            title="Can be changed under Settings, Routing"
            onClick={() => {
              actions.changeSettings({ routing: { ...routing, larger: 'load' } });
              accept();
            }}
          >
            Always
          </button>
        )}
        <button
          type="button"
          className="button quiet small"
          onClick={() => {
            actions.declineLarger();
            focusComposerWithKeys();
          }}
        >
          Keep {resident}
        </button>
      </div>
    </section>
  );
}
