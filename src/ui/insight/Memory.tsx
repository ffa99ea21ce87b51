import { type ReactNode, useEffect, useId } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { sumOfKnown } from '../../core/metrics/turn-metrics.ts';
import type { Quantity } from '../../core/quantity.ts';
import { Figure } from '../shared/Figure.tsx';
import { formatBytes } from '../shared/format-figure.ts';

const REFRESH_MS = 3000;

/** What is held now. Read anew when an answer ends and every few seconds while someone looks. */
export function Memory({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const titleId = useId();
  const footprint = useStore(hearth.state, (state) => state.footprint);
  const page = useStore(hearth.state, (state) => state.pageMemory);
  const workerHeap = footprint?.jsHeapBytes ?? null;
  useMemoryRefresh(hearth);
  return (
    <section className="insight-section" aria-labelledby={titleId}>
      <h3 id={titleId}>Memory</h3>
      <dl className="memory">
        <MemoryTerm term="Weights" note="the model’s numbers" bytes={footprint?.weightsBytes ?? null} />
        <MemoryTerm term="KV cache" note="what it has read so far" bytes={footprint?.kvCacheBytes ?? null} />
        <MemoryTerm term="GPU buffers" note="other than these two" bytes={footprint?.otherGpuBytes ?? null} />
        <MemoryTerm term="WASM heap" note="the runtime’s memory" bytes={footprint?.wasmHeapBytes ?? null} />
        <MemoryTerm
          term="JavaScript heap"
          note={workerHeap === null ? 'the page’s' : 'page and engine'}
          bytes={sumOfKnown([page?.jsHeapBytes ?? null, workerHeap])}
        />
        <MemoryTerm term="Storage" note={quotaNote(page?.quotaBytes ?? null)} bytes={page?.storageBytes ?? null} />
      </dl>
      <p className="hint">
        {footprint === null && 'No model is loaded. '}≈ marks an estimate; the rest is measured. – means that this
        browser does not tell.
      </p>
    </section>
  );
}

interface MemoryTermProps {
  readonly term: string;
  readonly note: string;
  readonly bytes: Quantity | null;
}

function MemoryTerm({ term, note, bytes }: MemoryTermProps): ReactNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <Figure quantity={bytes} format={formatBytes} />
        <span className="memory-note">{note}</span>
      </dd>
    </div>
  );
}

function quotaNote(quota: Quantity | null): string {
  return quota === null ? 'on this disk' : `of ≈ ${formatBytes(quota.value)} allowed`;
}

function useMemoryRefresh(hearth: Hearth): void {
  const idle = useStore(hearth.state, (state) => state.turn.type === 'idle');
  useEffect(() => {
    if (idle) void hearth.actions.refreshMemory();
  }, [hearth, idle]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void hearth.actions.refreshMemory();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [hearth]);
}
