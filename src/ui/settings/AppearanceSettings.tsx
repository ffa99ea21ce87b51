import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { Theme } from '../../core/settings.ts';
import { ChoiceGroup } from './ChoiceGroup.tsx';
import { SettingsSection, settingsTitleId } from './SettingsSection.tsx';

const THEMES: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function AppearanceSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const theme = useStore(hearth.state, (state) => state.settings.theme);
  return (
    <SettingsSection name="theme" title="Theme">
      <ChoiceGroup
        labelledBy={settingsTitleId('theme')}
        choices={THEMES}
        value={theme}
        onChange={(value) => hearth.actions.changeSettings({ theme: value })}
      />
    </SettingsSection>
  );
}
