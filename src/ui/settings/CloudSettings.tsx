import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { endpointId, type EndpointId } from '../../core/ids.ts';
import { type Endpoint, newEndpoint } from '../../core/routing/endpoint.ts';
import { EndpointFields } from './EndpointFields.tsx';
import { SettingsSection } from './SettingsSection.tsx';

export function CloudSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const endpoints = useStore(hearth.state, (state) => state.settings.endpoints);
  // Until something is typed there is none; its fields are there all the same.
  const [blank] = useState(() => newEndpoint(endpointId(crypto.randomUUID())));
  const change = (next: readonly Endpoint[]) => hearth.actions.changeSettings({ endpoints: next });
  const [first = blank, ...others] = endpoints;
  const replace = (changed: Endpoint) =>
    change(endpoints.length === 0 ? [changed] : endpoints.map((old) => (old.id === changed.id ? changed : old)));
  const remove = (id: EndpointId) => change(endpoints.filter((endpoint) => endpoint.id !== id));

  return (
    <SettingsSection name="cloud" title="Cloud">
      <p className="hint">
        Optional: an OpenAI-compatible endpoint of your own for what is too big for this device. Nothing is sent there
        until you send a request to it.
      </p>
      <EndpointFields key={first.id} hearth={hearth} endpoint={first} number={1} onChange={replace} />
      {others.map((endpoint, index) => (
        <fieldset key={endpoint.id} className="settings-group">
          <legend>Endpoint {index + 2}</legend>
          <EndpointFields hearth={hearth} endpoint={endpoint} number={index + 2} onChange={replace} />
          <button type="button" className="button" onClick={() => remove(endpoint.id)}>
            Remove endpoint {index + 2}
          </button>
        </fieldset>
      ))}
      {endpoints.length > 0 && (
        <div>
          <button
            type="button"
            className="button"
            onClick={() => change([...endpoints, newEndpoint(endpointId(crypto.randomUUID()))])}
          >
            Add an endpoint
          </button>
        </div>
      )}
    </SettingsSection>
  );
}
