import { settingsLink } from '../../shared/hash-route.ts';
import { useAppState } from '../../shared/hearth-context.ts';

/** Where the next message goes, in one line. */
export function RouteHint() {
  const mode = useAppState((state) => state.settings.mode);
  const endpointUrl = useAppState((state) => state.settings.cloud.endpointUrl);
  const model = useAppState((state) => state.model.name);
  if (mode === 'device') {
    return <p className="route-hint">{model} answers on this device and can be wrong. Nothing leaves.</p>;
  }
  const host = URL.parse(endpointUrl)?.host ?? null;
  if (host === null) {
    return (
      <p className="route-hint">
        No cloud endpoint is set up. <a href={settingsLink('cloud')}>Add yours</a>
      </p>
    );
  }
  return (
    <p className="route-hint">
      {mode === 'ask'
        ? `${model} answers here; you are asked before anything goes to ${host}.`
        : `Messages go to ${host}.`}
    </p>
  );
}
