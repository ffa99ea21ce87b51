import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { SettingsSection } from './SettingsSection.tsx';

/** Given by the build; absent where nothing set it. */
const VERSION: unknown = import.meta.env['VITE_APP_VERSION'];

export function About({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const model = useStore(hearth.state, (state) => state.model);
  return (
    <SettingsSection name="about" title="About">
      <dl className="settings-about">
        <div>
          <dt>Hearth</dt>
          <dd>{typeof VERSION === 'string' ? `Version ${VERSION}, MIT licence` : 'MIT licence'}</dd>
        </div>
        <div>
          <dt>Model</dt>
          <dd>
            {model.name}, {model.license} licence
          </dd>
        </div>
        <div>
          <dt>Engine</dt>
          <dd>transformers.js (Apache 2.0) on ONNX Runtime Web (MIT); web-llm (Apache 2.0)</dd>
        </div>
        <div>
          <dt>What leaves this device</dt>
          <dd>
            Nothing, unless you set up a cloud endpoint and send a request to it: then exactly the text you are shown.
            No account, no telemetry. A model that you download is asked for at Hugging Face or your mirror; that
            request holds nothing you wrote. No other site is contacted.
          </dd>
        </div>
      </dl>
    </SettingsSection>
  );
}
