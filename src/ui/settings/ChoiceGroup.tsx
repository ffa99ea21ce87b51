import { type ReactNode, useId } from 'react';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface ChoiceGroupProps<Value extends string> {
  readonly labelledBy: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A few choices side by side; native radios, so the arrow keys work by themselves. */
export function ChoiceGroup<Value extends string>({
  labelledBy,
  choices,
  value,
  onChange,
}: ChoiceGroupProps<Value>): ReactNode {
  const name = useId();
  return (
    <div role="radiogroup" aria-labelledby={labelledBy} className="segmented settings-choices">
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
}
