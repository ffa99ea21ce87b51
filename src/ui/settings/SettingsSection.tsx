import type { ReactNode } from 'react';
import type { SettingsPlace } from '../shared/hash-route.ts';

interface SettingsSectionProps {
  readonly name: SettingsPlace | 'theme' | 'routing' | 'sampling' | 'keyboard' | 'about';
  readonly title: string;
  /** Beside the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of the settings. Its heading takes the focus when something leads there. */
export function SettingsSection({ name, title, aside, children }: SettingsSectionProps): ReactNode {
  const id = settingsTitleId(name);
  return (
    <section className="settings-section" aria-labelledby={id}>
      <div className="settings-title">
        <h3 id={id} tabIndex={-1}>
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  );
}

export function settingsTitleId(name: SettingsSectionProps['name']): string {
  return `settings-${name}`;
}
