import type { ReactNode } from 'react';
import { turnMetrics } from '../../core/metrics/turn-metrics.ts';
import type { Backend, Usage } from '../../core/stream-part.ts';
import { Figure } from '../shared/Figure.tsx';
import { formatCount, formatDuration, formatRate } from '../shared/format-figure.ts';
import './measurements.css';

interface MeasurementsProps {
  readonly usage: Usage;
  readonly backend: Backend;
}

/** The figures of one answer, in a line under it. */
export function Measurements({ usage, backend }: MeasurementsProps): ReactNode {
  const metrics = turnMetrics(usage);
  const remote = backend === 'remote';
  return (
    <dl className="measurements" aria-label="Measurements">
      <div title={remote ? 'From sending the request, the network included' : 'From the request to the first token'}>
        <dt>Time to first token</dt>
        <dd>
          <Figure quantity={metrics.ttftMs} format={formatDuration} />
        </dd>
      </div>
      <div title={remote ? 'An endpoint does not tell how long it reads' : 'How fast the prompt was read'}>
        <dt>Prefill</dt>
        <dd>
          <Figure quantity={metrics.prefillTokensPerSecond} format={formatRate} unit="tok/s" />
        </dd>
      </div>
      <div title={remote ? 'How fast the answer arrived' : 'How fast the answer was written'}>
        <dt>Decode</dt>
        <dd>
          <Figure quantity={metrics.decodeTokensPerSecond} format={formatRate} unit="tok/s" />
        </dd>
      </div>
      <div>
        <dt>Tokens</dt>
        <dd>
          <Figure quantity={metrics.completionTokens} format={formatCount} />
          <PromptTokens usage={usage} />
        </dd>
      </div>
      <div>
        <dt>Total</dt>
        <dd>
          <Figure quantity={metrics.totalMs} format={formatDuration} />
        </dd>
      </div>
    </dl>
  );
}

/** Plain text, not `<data>`: the value of Tokens is the answer's. */
function PromptTokens({ usage }: { readonly usage: Usage }): ReactNode {
  const { promptTokens, cachedPromptTokens } = usage;
  const about = promptTokens.basis === 'estimated' ? '≈ ' : '';
  const cached = cachedPromptTokens.value > 0 ? `, ${formatCount(cachedPromptTokens.value)} cached` : '';
  return (
    <span
      className="measurements-prompt"
      title="Tokens of the prompt; the cached ones were still in the KV cache and not read again"
    >
      {` (prompt ${about}${formatCount(promptTokens.value)}${cached})`}
    </span>
  );
}
