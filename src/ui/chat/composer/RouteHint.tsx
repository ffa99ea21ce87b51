import { settingsLink } from '../../shared/hash-route.ts';
import { useAppState } from '../../shared/hearth-context.ts';

/** Where the next message goes, in one line. */
export function RouteHint() {
  const mode = useAppState((state) => state.settings.mode);
  const airtight = useAppState((state) => state.settings.airtight);
  const endpoints = useAppState((state) => state.settings.endpoints);
  const isLocked = useAppState((state) => state.current?.isLocked ?? false);
  const model = useAppState((state) => state.model.name);
  if (airtight) {
    return (
      <p className="route-hint">
        Airtight: nothing leaves this device, so Cloud is off. <a href={settingsLink('privacy')}>Change</a>
      </p>
    );
  }
  if (mode === 'device' || isLocked) {
    return (
      <p className="route-hint">
        {model} answers on this device and can be wrong. Nothing leaves{isLocked ? '.' : ' by itself.'}
      </p>
    );
  }
  const host = URL.parse(endpoints[0]?.url ?? '')?.host ?? null;
  if (host === null) {
    return (
      <p className="route-hint">
        No cloud endpoint is set up. <a href={settingsLink('cloud')}>Add yours</a>
      </p>
    );
  }
  const where = endpoints.length > 1 ? 'one of your endpoints' : host;
  return (
    <p className="route-hint">
      {mode === 'ask'
        ? `${model} answers here; you are asked before anything goes to ${where}.`
        : `Messages go to ${where}.`}
    </p>
  );
}
