import type { ReactNode } from 'react';
import { ParsedField } from './ParsedField.tsx';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
  readonly hint: string;
}

/** A whole number in a range. */
export function NumberField({ min, max, value, ...field }: NumberFieldProps): ReactNode {
  return (
    <ParsedField
      {...field}
      inputMode="numeric"
      value={value}
      format={String}
      parse={(text) => {
        const number = Number(text);
        return /^\s*\d+\s*$/.test(text) && number >= min && number <= max ? number : undefined;
      }}
      error={`Enter a whole number from ${min} to ${max.toLocaleString('en-US')}; until then it stays ${value}.`}
    />
  );
}
