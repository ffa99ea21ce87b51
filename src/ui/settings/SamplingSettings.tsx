import { type ReactNode, useId } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { Sampling } from '../../core/generate-request.ts';
import { DEFAULT_SETTINGS } from '../../core/settings.ts';
import { NumberField } from './NumberField.tsx';
import { SettingsSection } from './SettingsSection.tsx';

export function SamplingSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const sampling = useStore(hearth.state, (state) => state.settings.sampling);
  const contextWindow = useStore(hearth.state, (state) => state.model.contextWindow);
  const change = (part: Partial<Sampling>) => hearth.actions.changeSettings({ sampling: { ...sampling, ...part } });
  const defaults = DEFAULT_SETTINGS.sampling;
  const changed =
    sampling.temperature !== defaults.temperature ||
    sampling.topP !== defaults.topP ||
    sampling.maxTokens !== defaults.maxTokens;
  return (
    <SettingsSection
      name="sampling"
      title="Sampling"
      aside={
        changed && (
          <button type="button" className="button quiet small" onClick={() => change(defaults)}>
            Reset to defaults
          </button>
        )
      }
    >
      <p className="hint">Applies from the next answer on, on the device and in the cloud; nothing is reloaded.</p>
      <Slider
        label="Temperature"
        value={sampling.temperature}
        min={0}
        max={2}
        step={0.05}
        onChange={(temperature) => change({ temperature })}
        note={sampling.temperature === 0 ? 'always the likeliest word' : null}
        hint="How varied the wording is. 0 gives the same answer each time, and suits small models best; 1 draws words as likely as the model finds them; above 1 it gets wild."
      />
      <Slider
        label="Top-p"
        value={sampling.topP}
        min={0.05}
        max={1}
        step={0.05}
        onChange={(topP) => change({ topP })}
        note={sampling.topP === 1 ? 'all tokens' : null}
        hint="Draws only from the likeliest tokens whose chances add up to this share. Without effect at temperature 0."
      />
      <NumberField
        label="Max tokens"
        value={sampling.maxTokens}
        min={1}
        max={32_768}
        onChange={(maxTokens) => change({ maxTokens })}
        hint={`The longest an answer may get; a token is about ¾ of a word. The model on this device has ${contextWindow.toLocaleString('en-US')} tokens for prompt and answer together.`}
      />
    </SettingsSection>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  readonly note: string | null;
  readonly hint: string;
}

function Slider({ label, value, min, max, step, onChange, note, hint }: SliderProps): ReactNode {
  const id = useId();
  const hintId = useId();
  return (
    <div className="settings-field">
      <div className="settings-title">
        <label htmlFor={id}>{label}</label>
        <span className="settings-value" aria-hidden="true">
          {value.toFixed(2)}
          {note !== null && ` · ${note}`}
        </span>
      </div>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={note === null ? value.toFixed(2) : `${value.toFixed(2)}, ${note}`}
        aria-describedby={hintId}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <p id={hintId} className="hint">
        {hint}
      </p>
    </div>
  );
}
