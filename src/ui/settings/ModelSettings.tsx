import { type ReactNode, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { parseMirror } from '../../core/models/mirror-url.ts';
import { SettingsSection } from './SettingsSection.tsx';

const BYTES_PER_MEGABYTE = 1_000_000;

/** Where models are downloaded from, and how fast at most. */
export function ModelSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  return (
    <SettingsSection name="models" title="Model downloads">
      <MirrorField hearth={hearth} />
      <RateField hearth={hearth} />
    </SettingsSection>
  );
}

function MirrorField({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const id = useId();
  const hintId = useId();
  const errorId = useId();
  const downloads = useStore(hearth.state, (state) => state.settings.downloads);
  const isValid = parseMirror(downloads.mirrorUrl) !== undefined;
  return (
    <div className="settings-field">
      <label htmlFor={id}>Model mirror</label>
      <input
        id={id}
        className="field"
        type="text"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="https://models.example.com"
        value={downloads.mirrorUrl}
        aria-invalid={!isValid}
        aria-describedby={isValid ? hintId : `${errorId} ${hintId}`}
        onChange={(event) =>
          hearth.actions.changeSettings({ downloads: { ...downloads, mirrorUrl: event.target.value } })
        }
      />
      {!isValid && (
        <p id={errorId} className="error-text">
          That is no base address; until it is one, downloads ask Hugging Face.
        </p>
      )}
      <p id={hintId} className="hint">
        Optional: a server of your own or your company’s with Hugging Face’s layout. Models are then asked for there
        first. Empty: huggingface.co.
      </p>
    </div>
  );
}

function RateField({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const id = useId();
  const hintId = useId();
  const errorId = useId();
  const downloads = useStore(hearth.state, (state) => state.settings.downloads);
  const [typed, setTyped] = useState<string | null>(null);
  const { maxBytesPerSecond } = downloads;
  const text = typed ?? (maxBytesPerSecond === null ? '' : String(maxBytesPerSecond / BYTES_PER_MEGABYTE));
  const isValid = bytesOf(text) !== undefined;
  return (
    <div className="settings-field">
      <label htmlFor={id}>Download limit in MB/s</label>
      <input
        id={id}
        className="field settings-number"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        placeholder="None"
        value={text}
        aria-invalid={!isValid}
        aria-describedby={isValid ? hintId : `${errorId} ${hintId}`}
        onChange={(event) => {
          setTyped(event.target.value);
          const bytes = bytesOf(event.target.value);
          if (bytes !== undefined) {
            hearth.actions.changeSettings({ downloads: { ...downloads, maxBytesPerSecond: bytes } });
          }
        }}
        onBlur={() => setTyped(null)}
      />
      {!isValid && (
        <p id={errorId} className="error-text">
          Enter a number such as 5 or 0.5, or nothing; until then it stays as it was.
        </p>
      )}
      <p id={hintId} className="hint">
        Leaves room for others on a shared line. Empty: as fast as it goes.
      </p>
    </div>
  );
}

/** Null: no limit. Undefined: no number. */
function bytesOf(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  if (!/^\d+([.,]\d+)?$/.test(typed)) return undefined;
  const bytes = Math.round(Number(typed.replace(',', '.')) * BYTES_PER_MEGABYTE);
  return bytes > 0 ? bytes : undefined;
}
