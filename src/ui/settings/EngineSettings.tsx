import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { errorText } from '../../core/error-text.ts';
import type { EnginePreference } from '../../core/settings.ts';
import { backendName } from '../models/backend-name.ts';
import { ChoiceGroup } from './ChoiceGroup.tsx';
import { SettingsSection, settingsTitleId } from './SettingsSection.tsx';

const ENGINES: readonly { readonly value: EnginePreference; readonly label: string }[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'webgpu', label: 'WebGPU' },
  { value: 'wasm', label: 'WASM' },
];

export function EngineSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const engine = useStore(hearth.state, (state) => state.settings.engine);
  return (
    <SettingsSection name="engine" title="Engine">
      <ChoiceGroup
        labelledBy={settingsTitleId('engine')}
        choices={ENGINES}
        value={engine}
        onChange={(value) => hearth.actions.changeSettings({ engine: value })}
      />
      <p className="hint">
        WebGPU runs the model on the graphics processor, WASM on the main processor. Automatic measures both and takes
        the faster one.
      </p>
      <EngineNow hearth={hearth} />
    </SettingsSection>
  );
}

function EngineNow({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const engine = useStore(hearth.state, (state) => state.engine);
  switch (engine.type) {
    case 'ready':
      return (
        <p className="hint">
          Now: <strong>{backendName(engine.choice.backend)}</strong>. {engine.choice.why}
        </p>
      );
    case 'failed': {
      const { title, message } = errorText(engine.error);
      return (
        <p className="error-text">
          {title}. {message}
        </p>
      );
    }
    case 'loading':
      return <p className="hint">The model is being loaded…</p>;
    case 'elsewhere':
      return <p className="hint">Another tab holds the model.</p>;
    case 'unloaded':
      return <p className="hint">No model is loaded.</p>;
  }
}
