import { type ReactNode, type Ref, useId } from 'react';
import './text-field.css';

interface TextFieldProps {
  readonly label: string;
  readonly inputMode: 'text' | 'url' | 'numeric' | 'decimal';
  readonly value: string;
  readonly placeholder?: string;
  readonly hint?: string;
  /** What is wrong with what is typed; null: nothing. */
  readonly error?: string | null;
  readonly onChange: (text: string) => void;
  readonly onBlur?: () => void;
  /** Of the box. */
  readonly ref?: Ref<HTMLInputElement>;
  /** A button beside the box. */
  readonly children?: ReactNode;
}

/** One line of text with its name, what it is for and what is wrong with it. */
export function TextField({ label, hint, error = null, onChange, children, ...box }: TextFieldProps): ReactNode {
  const id = useId();
  const hintId = useId();
  const errorId = useId();
  const descriptions = [...(error === null ? [] : [errorId]), ...(hint === undefined ? [] : [hintId])].join(' ');
  return (
    <div className="text-field">
      <label htmlFor={id}>{label}</label>
      <div className="text-field-row">
        <input
          {...box}
          id={id}
          className="field"
          type="text"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={error !== null}
          aria-describedby={descriptions === '' ? undefined : descriptions}
          onChange={(event) => onChange(event.target.value)}
        />
        {children}
      </div>
      {error !== null && (
        <p id={errorId} className="error-text">
          {error}
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
