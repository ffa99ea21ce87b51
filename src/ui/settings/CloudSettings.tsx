import { type ReactNode, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { ENDPOINT_PRESETS, type EndpointPreset } from '../../core/routing/endpoint-presets.ts';
import type { CloudSettings as Cloud } from '../../core/settings.ts';
import { TextField } from '../shared/TextField.tsx';
import { ApiKeyField } from './ApiKeyField.tsx';
import { ConnectionTestResult } from './ConnectionTestResult.tsx';
import { SettingsSection } from './SettingsSection.tsx';

const CUSTOM = 'custom';

export function CloudSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const presetId = useId();
  const cloud = useStore(hearth.state, (state) => state.settings.cloud);
  const testing = useStore(hearth.state, (state) => state.connectionTest.type === 'testing');
  const preset = ENDPOINT_PRESETS.find(({ endpointUrl }) => endpointUrl === cloud.endpointUrl);
  const change = (part: Partial<Cloud>) => hearth.actions.changeSettings({ cloud: { ...cloud, ...part } });

  const [presetsChosen, setPresetsChosen] = useState(0);
  const choosePreset = (id: string) => {
    const chosen = ENDPOINT_PRESETS.find((candidate) => candidate.id === id);
    change({ endpointUrl: chosen?.endpointUrl ?? '', model: '' });
    // A key belongs to one provider: it must not go to another by a slip.
    void hearth.actions.setCloudKey('');
    setPresetsChosen(presetsChosen + 1);
  };

  return (
    <SettingsSection name="cloud" title="Cloud">
      <p className="hint">
        Optional: an OpenAI-compatible endpoint of your own for what is too big for this device. Nothing is sent there
        until you send a request to it.
      </p>
      <div className="settings-field">
        <label htmlFor={presetId}>Preset</label>
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
        label="Endpoint URL"
        inputMode="url"
        value={cloud.endpointUrl}
        placeholder="https://api.example.com/v1"
        onChange={(endpointUrl) => change({ endpointUrl })}
      />
      <TextField
        label="Model name"
        inputMode="text"
        value={cloud.model}
        placeholder={modelPlaceholder(preset)}
        onChange={(model) => change({ model })}
      />
      <ApiKeyField key={presetsChosen} hearth={hearth} optional={preset?.needsKey === false} />
      <div className="settings-field">
        <button
          type="button"
          className="button"
          aria-disabled={testing}
          onClick={() => {
            if (!testing) void hearth.actions.testConnection();
          }}
        >
          Test connection
        </button>
        <p className="hint">Sends the word “Hi” and asks for one token, none of your text.</p>
      </div>
      <ConnectionTestResult hearth={hearth} />
    </SettingsSection>
  );
}

function modelPlaceholder(preset: EndpointPreset | undefined): string {
  return preset === undefined ? 'As the endpoint calls it' : `For example ${preset.modelExample}`;
}
