import { type ReactNode, useId } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { SettingsSection } from './SettingsSection.tsx';

export function PrivacySettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const hintId = useId();
  const airtight = useStore(hearth.state, (state) => state.settings.airtight);
  return (
    <SettingsSection name="privacy" title="Privacy">
      <label className="settings-switch">
        <input
          type="checkbox"
          role="switch"
          checked={airtight}
          aria-checked={airtight}
          aria-describedby={hintId}
          onChange={(event) => hearth.actions.changeSettings({ airtight: event.target.checked })}
        />
        Airtight
      </label>
      <p id={hintId} className="hint">
        Nothing but this site is asked for anything, in every tab, until you switch it off: no cloud, no model
        downloads. A model can be imported from a folder meanwhile. What is running is ended.
      </p>
      <p>
        <a href="#egress">Egress: all that ever left this device</a>
      </p>
    </SettingsSection>
  );
}
