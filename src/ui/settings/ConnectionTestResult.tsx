import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ConnectionTestState } from '../../app/state.ts';
import type { Hearth } from '../../app/hearth.ts';
import { errorText } from '../../core/error-text.ts';
import type { EndpointId } from '../../core/ids.ts';
import { formatDuration } from '../shared/format-figure.ts';

interface ConnectionTestResultProps {
  readonly hearth: Hearth;
  readonly endpointId: EndpointId;
}

/** Stays in the page while empty, so that a screen reader hears what comes. */
export function ConnectionTestResult({ hearth, endpointId }: ConnectionTestResultProps): ReactNode {
  const test = useStore(hearth.state, (state) => state.connectionTest);
  return (
    <div aria-live="polite" className="settings-test">
      {test.type !== 'untested' && test.endpointId === endpointId && <Result test={test} />}
    </div>
  );
}

function Result({ test }: { readonly test: Exclude<ConnectionTestState, { type: 'untested' }> }): ReactNode {
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
