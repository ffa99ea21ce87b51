import type { ReactNode } from 'react';
import type { Verdict } from '../../core/models/verdict.ts';
import type { SpeedRun } from '../../ports/model-keeper.ts';
import { Figure } from '../shared/Figure.tsx';
import { formatBytes, formatCount, formatRate } from '../shared/format-figure.ts';

const GRADE: Record<Verdict['grade'], string> = {
  'runs-well': 'Runs well',
  tight: 'Tight',
  'will-not': 'Will not run',
};

/** A forecast, not an obstacle: whoever wants to may try. */
export const TRY = 'Try anyway';
const TOO_SLOW = 'Will not run at a usable speed';

/** How it would run here, and why. */
export function VerdictText({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const { grade, canBeTried, contextTokens, tokensPerSecond, memoryBytes, reasons } = verdict;
  return (
    <div className="verdict" data-grade={grade}>
      <p>
        <strong className="verdict-grade">{canBeTried ? TOO_SLOW : GRADE[grade]}</strong>
        {grade !== 'will-not' && (
          <>
            {contextTokens !== null && <> with {formatCount(contextTokens)} tokens of context</>}
            {tokensPerSecond !== null && (
              <>
                , <Figure quantity={tokensPerSecond} format={formatRate} unit="tokens/s" />
              </>
            )}
            {memoryBytes !== null && (
              <>
                , <Figure quantity={memoryBytes} format={formatBytes} /> of memory
              </>
            )}
          </>
        )}
      </p>
      {reasons.length > 0 && (
        <ul className="verdict-reasons hint">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What was foretold beside what came, of the newest answers. */
export function SpeedText({ runs }: { readonly runs: readonly SpeedRun[] }): ReactNode {
  const newest = runs.at(-1);
  if (newest === undefined) return null;
  const { predicted } = newest;
  const measured = median(runs.map((run) => run.measured));
  return (
    <p className="hint">
      {predicted !== null && <>Foretold {formatRate(predicted)}, </>}
      measured {formatRate(measured)} tokens/s ({runs.length === 1 ? 'one answer' : `the last ${runs.length} answers`}).
      {predicted !== null && ' Forecasts learn from it.'}
    </p>
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
