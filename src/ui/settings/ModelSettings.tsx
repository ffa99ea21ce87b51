import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { parseMirror } from '../../core/models/mirror-url.ts';
import type { Settings } from '../../core/settings.ts';
import { TextField } from '../shared/TextField.tsx';
import { ParsedField } from './ParsedField.tsx';
import { SettingsSection } from './SettingsSection.tsx';

const BYTES_PER_MEGABYTE = 1_000_000;

/** Where models are downloaded from, and how fast at most. */
export function ModelSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const downloads = useStore(hearth.state, (state) => state.settings.downloads);
  const change = (part: Partial<Settings['downloads']>) =>
    hearth.actions.changeSettings({ downloads: { ...downloads, ...part } });
  return (
    <SettingsSection name="models" title="Model downloads">
      <TextField
        label="Model mirror"
        inputMode="url"
        placeholder="https://models.example.com"
        value={downloads.mirrorUrl}
        error={
          parseMirror(downloads.mirrorUrl) === undefined
            ? 'That is no base address; until it is one, downloads ask Hugging Face.'
            : null
        }
        hint="Optional: a server of your own or your company’s with Hugging Face’s layout. Models are then asked for there first. Empty: huggingface.co."
        onChange={(mirrorUrl) => change({ mirrorUrl })}
      />
      <ParsedField
        label="Download limit in MB/s"
        inputMode="decimal"
        placeholder="None"
        value={downloads.maxBytesPerSecond}
        format={(bytes) => (bytes === null ? '' : String(bytes / BYTES_PER_MEGABYTE))}
        parse={parseLimit}
        error="Enter a number such as 5 or 0.5, or nothing; until then it stays as it was."
        hint="Leaves room for others on a shared line. Empty: as fast as it goes."
        onChange={(maxBytesPerSecond) => change({ maxBytesPerSecond })}
      />
    </SettingsSection>
  );
}

/** Bytes a second of what was typed in MB/s. Null: no limit. Undefined: no number. */
function parseLimit(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  if (!/^\d+([.,]\d+)?$/.test(typed)) return undefined;
  const bytes = Math.round(Number(typed.replace(',', '.')) * BYTES_PER_MEGABYTE);
  return bytes > 0 ? bytes : undefined;
}
