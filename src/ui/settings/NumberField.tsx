import { type ReactNode, useId, useState } from 'react';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
  readonly hint: string;
}

/** A whole number. What is typed stays in the box; it applies as soon as it is one in range. */
export function NumberField({ label, value, min, max, onChange, hint }: NumberFieldProps): ReactNode {
  const id = useId();
  const hintId = useId();
  const errorId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? String(value);
  const valid = isWholeNumber(text, min, max);
  return (
    <div className="settings-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field settings-number"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        value={text}
        aria-invalid={!valid}
        aria-describedby={valid ? hintId : `${errorId} ${hintId}`}
        onChange={(event) => {
          setTyped(event.target.value);
          if (isWholeNumber(event.target.value, min, max)) onChange(Number(event.target.value));
        }}
        onBlur={() => setTyped(null)}
      />
      {!valid && (
        <p id={errorId} className="error-text">
          {`Enter a whole number from ${min} to ${max.toLocaleString('en-US')}; until then it stays ${value}.`}
        </p>
      )}
      <p id={hintId} className="hint">
        {hint}
      </p>
    </div>
  );
}

function isWholeNumber(text: string, min: number, max: number): boolean {
  return /^\s*\d+\s*$/.test(text) && Number(text) >= min && Number(text) <= max;
}
