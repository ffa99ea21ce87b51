import { type ReactNode, useId } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly inputMode?: 'url' | 'text';
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

export function TextField({ label, inputMode = 'text', value, placeholder = '', onChange }: TextFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="settings-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        type="text"
        inputMode={inputMode}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
