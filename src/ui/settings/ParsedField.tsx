import { type ComponentProps, type ReactNode, useState } from 'react';
import { TextField } from '../shared/TextField.tsx';

interface ParsedFieldProps<T> extends Pick<
  ComponentProps<typeof TextField>,
  'label' | 'inputMode' | 'placeholder' | 'hint'
> {
  readonly value: T;
  readonly format: (value: T) => string;
  /** Undefined: not one. */
  readonly parse: (text: string) => T | undefined;
  /** Said of what does not parse. */
  readonly error: string;
  readonly onChange: (value: T) => void;
}

/** What is typed stays in the box; it applies as soon as it parses. */
export function ParsedField<T>({ value, format, parse, error, onChange, ...field }: ParsedFieldProps<T>): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? format(value);
  return (
    <TextField
      {...field}
      value={text}
      error={parse(text) === undefined ? error : null}
      onChange={(next) => {
        setTyped(next);
        const parsed = parse(next);
        if (parsed !== undefined) onChange(parsed);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
