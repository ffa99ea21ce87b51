import { type ReactNode, useEffect } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import { leavePlace, useSettingsPlace } from '../shared/hash-route.ts';
import { ModalSheet } from '../shared/ModalSheet.tsx';
import { About } from './About.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { CloudSettings } from './CloudSettings.tsx';
import { DataSettings } from './DataSettings.tsx';
import { EngineSettings } from './EngineSettings.tsx';
import { ModelSettings } from './ModelSettings.tsx';
import { PrivacySettings } from './PrivacySettings.tsx';
import { RoutingSettings } from './RoutingSettings.tsx';
import { SamplingSettings } from './SamplingSettings.tsx';
import { settingsTitleId } from './SettingsSection.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import './settings.css';

interface SettingsViewProps {
  readonly hearth: Hearth;
  readonly onClose: () => void;
}

/** Every change applies at once; there is nothing to save. */
export function SettingsView({ hearth, onClose }: SettingsViewProps): ReactNode {
  useLedPlace();
  return (
    <ModalSheet title="Settings" onClose={onClose}>
      <EngineSettings hearth={hearth} />
      <AppearanceSettings hearth={hearth} />
      <SamplingSettings hearth={hearth} />
      <CloudSettings hearth={hearth} />
      <RoutingSettings hearth={hearth} />
      <PrivacySettings hearth={hearth} />
      <ModelSettings hearth={hearth} />
      <DataSettings hearth={hearth} />
      <Shortcuts />
      <About hearth={hearth} />
    </ModalSheet>
  );
}

/** Where a link led to a part of the settings, that part is in view and has the focus. */
function useLedPlace(): void {
  const place = useSettingsPlace();
  useEffect(() => {
    if (place === null) return;
    const title = document.getElementById(settingsTitleId(place));
    title?.scrollIntoView({ block: 'start' });
    title?.focus({ preventScroll: true });
    leavePlace();
  }, [place]);
}
