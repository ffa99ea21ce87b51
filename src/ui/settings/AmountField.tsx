import { type ReactNode, useId, useState } from 'react';

interface AmountFieldProps {
  readonly label: string;
  /** Null: none. */
  readonly value: number | null;
  readonly placeholder: string;
  readonly hint?: string;
  readonly onChange: (value: number | null) => void;
}

/** An amount that may be left empty. What is typed stays in the box; it applies as soon as it is one. */
export function AmountField({ label, value, placeholder, hint, onChange }: AmountFieldProps): ReactNode {
  const id = useId();
  const hintId = useId();
  const errorId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value === null ? '' : String(value));
  const isValid = amountOf(text) !== undefined;
  return (
    <div className="settings-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field settings-number"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        placeholder={placeholder}
        value={text}
        aria-invalid={!isValid}
        aria-describedby={`${isValid ? '' : errorId} ${hint === undefined ? '' : hintId}`.trim() || undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          const amount = amountOf(event.target.value);
          if (amount !== undefined) onChange(amount);
        }}
        onBlur={() => setTyped(null)}
      />
      {!isValid && (
        <p id={errorId} className="error-text">
          Enter a number such as 5 or 0.5, or nothing; until then it stays as it was.
        </p>
      )}
      {hint !== undefined && (
        <p id={hintId} className="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** Null: left empty. Undefined: no amount. */
function amountOf(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  return /^\d{1,6}([.,]\d+)?$/.test(typed) ? Number(typed.replace(',', '.')) : undefined;
}
