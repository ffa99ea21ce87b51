import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ConnectionTestState } from '../../app/state.ts';
import type { Hearth } from '../../app/hearth.ts';
import { errorText } from '../../core/error-text.ts';
import { formatDuration } from '../shared/format-figure.ts';

/** Stays in the page while empty, so that a screen reader hears what comes. */
export function ConnectionTestResult({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const test = useStore(hearth.state, (state) => state.connectionTest);
  return (
    <div aria-live="polite" className="settings-test">
      <Result test={test} />
    </div>
  );
}

function Result({ test }: { readonly test: ConnectionTestState }): ReactNode {
  if (test.type === 'untested') return null;
  if (test.type === 'testing') return <p className="hint">Asking the endpoint…</p>;
  if (test.result.ok) {
    return (
      <p className="settings-test-ok">
        <strong>{test.result.model}</strong> answered in {formatDuration(test.result.roundTripMs)}.
      </p>
    );
  }
  const { error } = test.result;
  const { title, message } = errorText(error);
  return (
    <div className="settings-test-failed">
      <p>
        <strong>{title}.</strong> {message}
      </p>
      {(error.detail !== undefined || error.httpStatus !== undefined) && (
        <p className="hint">
          {error.httpStatus !== undefined && `HTTP ${error.httpStatus}. `}
          {error.detail}
        </p>
      )}
    </div>
  );
}
