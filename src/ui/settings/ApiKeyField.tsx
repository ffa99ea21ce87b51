import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';

interface ApiKeyFieldProps {
  readonly hearth: Hearth;
  /** The chosen endpoint usually asks for none. */
  readonly optional: boolean;
}

/** Uncontrolled, so that the key stands in no state of the page; a key that was set is never shown again. */
export function ApiKeyField({ hearth, optional }: ApiKeyFieldProps): ReactNode {
  const id = useId();
  const hintId = useId();
  const input = useRef<HTMLInputElement>(null);
  const hasKey = useStore(hearth.state, (state) => state.hasCloudKey);
  useEffect(() => {
    // Forgotten by Delete all data: no dots may stay that stand for nothing.
    if (!hasKey && input.current !== null && document.activeElement !== input.current) input.current.value = '';
  }, [hasKey]);
  return (
    <div className="settings-field">
      <div className="settings-title">
        <label htmlFor={id}>API key</label>
        {hasKey && (
          <button type="button" className="button quiet small" onClick={() => void hearth.actions.setCloudKey('')}>
            Forget the key
          </button>
        )}
      </div>
      <input
        ref={input}
        id={id}
        className="field"
        type="password"
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder(hasKey, optional)}
        aria-describedby={hintId}
        onChange={(event) => void hearth.actions.setCloudKey(event.target.value.trim())}
      />
      <p id={hintId} className="hint">
        Kept in the memory of the worker that talks to the endpoint and, at most, until this tab is closed. It is not
        stored with your settings, is sent to the endpoint above only, and is forgotten when its host changes.
      </p>
    </div>
  );
}

function placeholder(hasKey: boolean, optional: boolean): string {
  if (hasKey) return 'A key is set';
  return optional ? 'Usually not needed here' : '';
}
