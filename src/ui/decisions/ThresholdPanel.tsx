import { type ReactNode, useId, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { DecisionRecord } from '../../core/routing/decision-record.ts';
import type { Endpoint } from '../../core/routing/endpoint.ts';
import { pastTurns, pointAt, savingsOf, thresholdCurve } from '../../core/routing/threshold.ts';
import { formatBytes, formatCount } from '../shared/format-figure.ts';
import { moneyText, percentText, timeText } from './decision-text.ts';
import { ThresholdCurve } from './ThresholdCurve.tsx';

interface ThresholdPanelProps {
  readonly hearth: Hearth;
  readonly records: readonly DecisionRecord[];
}

/** The slider, and what it would have changed in the user's own history. */
export function ThresholdPanel({ hearth, records }: ThresholdPanelProps): ReactNode {
  const sliderId = useId();
  const hintId = useId();
  const routing = useStore(hearth.state, (state) => state.settings.routing);
  const endpoints = useStore(hearth.state, (state) => state.settings.endpoints);
  const price = dearest(endpoints)?.price ?? null;
  const turns = useMemo(() => pastTurns(records), [records]);
  const curve = useMemo(() => thresholdCurve(turns, price), [turns, price]);
  const point = pointAt(turns, routing.threshold, price);
  const savings = savingsOf(turns, price);
  const scored = turns.filter(({ score }) => score !== null).length;
  return (
    <section className="threshold" aria-label="Threshold and its effect">
      <div className="threshold-title">
        <label htmlFor={sliderId}>Threshold</label>
        <span aria-hidden="true">{percentText(routing.threshold)}</span>
      </div>
      <input
        id={sliderId}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={routing.threshold}
        aria-valuetext={`${percentText(routing.threshold)}: ${percentText(point.localShare)} answered on this device`}
        aria-describedby={hintId}
        onChange={({ target }) =>
          hearth.actions.changeSettings({ routing: { ...routing, threshold: target.valueAsNumber } })
        }
      />
      <p id={hintId} className="hint">
        A prompt is flagged when a bigger model would gain at least this much by estimate. Higher keeps more on this
        device. Over your {formatCount(turns.length)} {turns.length === 1 ? 'turn' : 'turns'} so far,{' '}
        {formatCount(scored)} with a score, it comes to:
      </p>
      <dl className="threshold-facts" aria-live="polite">
        <Fact name="Answered on this device" value={percentText(point.localShare)} />
        <Fact name="Estimated cost" value={point.cost === null ? 'No price is set' : moneyText(point.cost)} />
        <Fact name="Mean time" value={point.meanMs === null ? 'Not known yet' : timeText(point.meanMs)} />
        <Fact
          name="Expected good answers"
          value={point.quality === null ? 'Not known yet' : percentText(point.quality)}
        />
      </dl>
      <ThresholdCurve curve={curve} point={point} />
      {savings.turns > 0 && (
        <p>
          Saved so far: {formatBytes(savings.bytes)} of your words not sent
          {savings.money !== null && `, about ${moneyText(savings.money)} not spent`}.
        </p>
      )}
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** What would be paid where every flagged prompt goes to the best there is. */
function dearest(endpoints: readonly Endpoint[]): Endpoint | null {
  const priced = endpoints.filter(({ price }) => price !== null);
  return priced.toSorted((a, b) => (b.price?.output ?? 0) - (a.price?.output ?? 0))[0] ?? null;
}
