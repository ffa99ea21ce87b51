import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { originOf } from '../../core/routing/endpoint-url.ts';
import type { Endpoint } from '../../core/routing/endpoint.ts';

interface ApiKeyFieldProps {
  readonly hearth: Hearth;
  readonly endpoint: Endpoint;
  readonly label: string;
  /** The chosen endpoint usually asks for none. */
  readonly optional: boolean;
}

/** Uncontrolled, so that the key stands in no state of the page; a key that was set is never shown again. */
export function ApiKeyField({ hearth, endpoint, label, optional }: ApiKeyFieldProps): ReactNode {
  const id = useId();
  const hintId = useId();
  const input = useRef<HTMLInputElement>(null);
  const origin = originOf(endpoint.url);
  const hasKey = useStore(hearth.state, (state) => origin !== null && state.keyedOrigins.includes(origin));
  const isRemembered = useStore(hearth.state, (state) => origin !== null && state.rememberedOrigins.includes(origin));
  // Shown at once; what is stored follows.
  const [wish, setWish] = useState<boolean | null>(null);
  const remember = async (isOn: boolean) => {
    setWish(isOn);
    await hearth.actions.rememberCloudKey(endpoint.id, isOn);
    setWish(null);
  };
  useEffect(() => {
    // Forgotten by Delete all data: no dots may stay that stand for nothing.
    if (!hasKey && input.current !== null && document.activeElement !== input.current) input.current.value = '';
  }, [hasKey]);
  return (
    <div className="settings-field">
      <div className="settings-title">
        <label htmlFor={id}>{label}</label>
        {hasKey && (
          <button
            type="button"
            className="button quiet small"
            onClick={() => void hearth.actions.setCloudKey(endpoint.id, '')}
          >
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
        disabled={origin === null}
        placeholder={origin === null ? 'First the address: a key belongs to one host' : placeholder(hasKey, optional)}
        aria-describedby={hintId}
        onChange={(event) => void hearth.actions.setCloudKey(endpoint.id, event.target.value.trim())}
      />
      {hasKey && (
        <label className="settings-switch">
          <input
            type="checkbox"
            checked={wish ?? isRemembered}
            aria-describedby={hintId}
            onChange={(event) => void remember(event.target.checked)}
          />
          Remember on this device
        </label>
      )}
      <p id={hintId} className="hint">
        {isRemembered
          ? 'Stored in this browser, encrypted with a key that no script can read out: a copy of the disk or of the site’s data does not show it. Who can use this browser profile can use it too. It is sent to the endpoint above only.'
          : 'Kept in the memory of the worker that talks to the endpoint and, at most, until this tab is closed. It is not stored with your settings, is sent to the endpoint above only, and is forgotten when its host changes.'}
      </p>
    </div>
  );
}

function placeholder(hasKey: boolean, optional: boolean): string {
  if (hasKey) return 'A key is set';
  return optional ? 'Usually not needed here' : '';
}
