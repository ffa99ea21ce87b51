import type { ReactNode } from 'react';
import type { ThresholdPoint } from '../../core/routing/threshold.ts';
import { percentText } from './decision-text.ts';

const WIDTH = 320;
const HEIGHT = 140;
const LEFT = 40;
const BOTTOM = 24;
const TOP = 8;
const RIGHT = 18;

interface ThresholdCurveProps {
  readonly curve: readonly ThresholdPoint[];
  readonly point: ThresholdPoint;
}

/** Expected quality over the share answered here, one point for each threshold; the current one is marked. */
export function ThresholdCurve({ curve, point }: ThresholdCurveProps): ReactNode {
  const drawn = curve.filter(({ quality }) => quality !== null);
  if (drawn.length === 0 || point.quality === null) {
    return <p className="hint">The curve is drawn as soon as a prompt of yours has a score.</p>;
  }
  const x = ({ localShare }: ThresholdPoint) => LEFT + localShare * (WIDTH - LEFT - RIGHT);
  const y = ({ quality }: ThresholdPoint) => HEIGHT - BOTTOM - (quality ?? 0) * (HEIGHT - BOTTOM - TOP);
  const label = `Curve of expected good answers over the share answered on this device. ${ends(drawn)} Now: ${sentence(point)}`;
  return (
    <figure className="threshold-curve">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line
              className="curve-grid"
              x1={LEFT}
              x2={WIDTH - RIGHT}
              y1={HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)}
              y2={HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)}
            />
            <text x={LEFT - 4} y={HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)} dy="0.35em" textAnchor="end">
              {percentText(share)}
            </text>
            <text x={LEFT + share * (WIDTH - LEFT - RIGHT)} y={HEIGHT - 8} textAnchor="middle">
              {percentText(share)}
            </text>
          </g>
        ))}
        <polyline className="curve-line" points={drawn.map((each) => `${x(each)},${y(each)}`).join(' ')} />
        <circle className="curve-point" cx={x(point)} cy={y(point)} r={5} />
      </svg>
      <figcaption className="hint">
        Expected good answers (up) over the share answered on this device (right)
      </figcaption>
    </figure>
  );
}

function ends(curve: readonly ThresholdPoint[]): string {
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `From ${sentence(first)} To ${sentence(last)}`;
}

function sentence({ localShare, quality }: ThresholdPoint): string {
  return `${percentText(quality ?? 0)} good with ${percentText(localShare)} on this device.`;
}
