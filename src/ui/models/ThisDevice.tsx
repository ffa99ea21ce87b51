import type { ReactNode } from 'react';
import type { Models } from '../../app/models-state.ts';
import type { DeviceFacts } from '../../core/models/device-facts.ts';
import { Figure } from '../shared/Figure.tsx';
import { formatBytes } from '../shared/format-figure.ts';
import { useModelsState } from './use-models.ts';

/** What the verdicts rest on, and the button that measures it again. */
export function ThisDevice({ models }: { readonly models: Models }): ReactNode {
  const facts = useModelsState(models, (state) => state.facts);
  const isMeasuring = facts === null;
  return (
    <div className="this-device">
      {isMeasuring ? <p className="hint">Measuring this device…</p> : <Facts facts={facts} />}
      <button
        type="button"
        className="button"
        aria-disabled={isMeasuring}
        onClick={() => {
          if (!isMeasuring) void models.actions.measureAgain();
        }}
      >
        Measure again
      </button>
    </div>
  );
}

function Facts({ facts }: { readonly facts: DeviceFacts }): ReactNode {
  const { adapter, gpuBandwidthBytesPerSecond, cpuBandwidthBytesPerSecond, deviceMemoryBytes, storageFreeBytes } =
    facts;
  return (
    <p className="hint">
      This device: {adapter === null ? 'no WebGPU' : adapter.description}
      {adapter !== null && (
        <>
          , which reads <Figure quantity={gpuBandwidthBytesPerSecond} format={formatBytes} unit="a second" />
        </>
      )}
      ; the processor reads <Figure quantity={cpuBandwidthBytesPerSecond} format={formatBytes} unit="a second" />;{' '}
      <Figure quantity={deviceMemoryBytes} format={formatMemory} /> of memory,{' '}
      <Figure quantity={storageFreeBytes} format={formatBytes} /> of storage free. Other work slows such a measurement
      down.
    </p>
  );
}

/** As the verdicts say it: browsers tell it in binary units. */
function formatMemory(bytes: number): string {
  return `${Math.round(bytes / 2 ** 30)}\u00A0GB`;
}
