import { type ReactNode, useId } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { Theme } from '../../core/settings.ts';
import { ChoiceGroup } from './ChoiceGroup.tsx';

const THEMES: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function AppearanceSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const titleId = useId();
  const theme = useStore(hearth.state, (state) => state.settings.theme);
  return (
    <section className="settings-section" aria-labelledby={titleId}>
      <h3 id={titleId}>Theme</h3>
      <ChoiceGroup
        labelledBy={titleId}
        choices={THEMES}
        value={theme}
        onChange={(value) => hearth.actions.changeSettings({ theme: value })}
      />
    </section>
  );
}
