import type { ReactNode } from 'react';
import type { Quantity } from '../../core/quantity.ts';
import { dataValue } from './format-figure.ts';
import './figure.css';

interface FigureProps {
  readonly quantity: Quantity | null;
  readonly format: (value: number) => string;
  /** Written after the value, where `format` does not write it. */
  readonly unit?: string;
}

/** A value that says whether it was measured or estimated: to the eye (≈), the pointer and a screen reader. */
export function Figure({ quantity, format, unit }: FigureProps): ReactNode {
  if (quantity === null) {
    return (
      <span className="figure figure-unknown" title="Not known">
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">not known</span>
      </span>
    );
  }
  const estimated = quantity.basis === 'estimated';
  return (
    <span className="figure" title={estimated ? 'Estimated: calculated, not read' : 'Measured'}>
      {estimated && <span aria-hidden="true">≈ </span>}
      <data value={dataValue(quantity.value)}>
        {format(quantity.value)}
        {unit !== undefined && ` ${unit}`}
      </data>
      <span className="visually-hidden">{estimated ? ' estimated' : ' measured'}</span>
    </span>
  );
}
