import type { ReactNode } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import { ModalSheet } from '../shared/ModalSheet.tsx';
import { About } from './About.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { CloudSettings } from './CloudSettings.tsx';
import { DataSettings } from './DataSettings.tsx';
import { EngineSettings } from './EngineSettings.tsx';
import { ModelSettings } from './ModelSettings.tsx';
import { SamplingSettings } from './SamplingSettings.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import './settings.css';

interface SettingsViewProps {
  readonly hearth: Hearth;
  readonly onClose: () => void;
}

/** Every change applies at once; there is nothing to save. */
export function SettingsView({ hearth, onClose }: SettingsViewProps): ReactNode {
  return (
    <ModalSheet title="Settings" onClose={onClose}>
      <EngineSettings hearth={hearth} />
      <AppearanceSettings hearth={hearth} />
      <SamplingSettings hearth={hearth} />
      <CloudSettings hearth={hearth} />
      <ModelSettings hearth={hearth} />
      <DataSettings hearth={hearth} />
      <Shortcuts />
      <About hearth={hearth} />
    </ModalSheet>
  );
}
