import { type ReactNode, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { ENDPOINT_PRESETS, type EndpointPreset } from '../../core/routing/endpoint-presets.ts';
import { type Endpoint, withAddress } from '../../core/routing/endpoint.ts';
import { ApiKeyField } from './ApiKeyField.tsx';
import { ConnectionTestResult } from './ConnectionTestResult.tsx';
import { EndpointTerms } from './EndpointTerms.tsx';
import { TextField } from '../shared/TextField.tsx';

const CUSTOM = 'custom';

interface EndpointFieldsProps {
  readonly hearth: Hearth;
  readonly endpoint: Endpoint;
  /** From 1; the first keeps the plain names. */
  readonly number: number;
  readonly onChange: (endpoint: Endpoint) => void;
}

export function EndpointFields({ hearth, endpoint, number, onChange }: EndpointFieldsProps): ReactNode {
  const presetId = useId();
  const testing = useStore(
    hearth.state,
    ({ connectionTest: test }) => test.type === 'testing' && test.endpointId === endpoint.id,
  );
  const preset = ENDPOINT_PRESETS.find(({ endpointUrl }) => endpointUrl === endpoint.url);
  const [presetsChosen, setPresetsChosen] = useState(0);
  const choosePreset = (id: string) => {
    const chosen = ENDPOINT_PRESETS.find((candidate) => candidate.id === id);
    // A key belongs to one provider: it must not come back by a slip.
    void hearth.actions.setCloudKey(endpoint.id, '');
    onChange({ ...withAddress(endpoint, chosen?.endpointUrl ?? ''), model: '' });
    setPresetsChosen(presetsChosen + 1);
  };
  const named = (first: string, other: string) => (number === 1 ? first : `${other} ${number}`);

  return (
    <>
      <div className="settings-field">
        <label htmlFor={presetId}>{named('Preset', 'Preset of endpoint')}</label>
        <select
          id={presetId}
          className="field"
          value={preset?.id ?? CUSTOM}
          onChange={(event) => choosePreset(event.target.value)}
        >
          <option value={CUSTOM}>None: an endpoint of my own</option>
          {ENDPOINT_PRESETS.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        {preset !== undefined && preset.serverHint !== null && <p className="hint">{preset.serverHint}</p>}
      </div>
      <TextField
        label={named('Endpoint URL', 'Address of endpoint')}
        inputMode="url"
        value={endpoint.url}
        placeholder="https://api.example.com/v1"
        onChange={(url) => onChange(withAddress(endpoint, url))}
      />
      <TextField
        label={named('Model name', 'Model of endpoint')}
        inputMode="text"
        value={endpoint.model}
        placeholder={modelPlaceholder(preset)}
        onChange={(model) => onChange({ ...endpoint, model })}
      />
      <ApiKeyField
        key={presetsChosen}
        hearth={hearth}
        endpoint={endpoint}
        label={named('API key', 'Key of endpoint')}
        optional={preset?.needsKey === false}
      />
      <div className="settings-field">
        <button
          type="button"
          className="button"
          aria-disabled={testing}
          onClick={() => {
            if (!testing) void hearth.actions.testConnection(endpoint.id);
          }}
        >
          {named('Test connection', 'Test endpoint')}
        </button>
        <p className="hint">Sends the word “Hi” and asks for one token, none of your text.</p>
      </div>
      <ConnectionTestResult hearth={hearth} endpointId={endpoint.id} />
      <EndpointTerms endpoint={endpoint} onChange={onChange} />
    </>
  );
}

function modelPlaceholder(preset: EndpointPreset | undefined): string {
  return preset === undefined ? 'As the endpoint calls it' : `For example ${preset.modelExample}`;
}
