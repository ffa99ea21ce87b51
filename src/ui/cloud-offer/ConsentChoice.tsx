import { type ReactNode, useId } from 'react';
import type { ConsentScope } from '../../app/routing.ts';

const SCOPES: readonly { readonly scope: ConsentScope; readonly name: string }[] = [
  { scope: 'once', name: 'Once' },
  { scope: 'conversation', name: 'This conversation' },
  { scope: 'always', name: 'Always for this reason' },
];

interface ConsentChoiceProps {
  readonly scope: ConsentScope;
  readonly onChange: (scope: ConsentScope) => void;
}

/** How far a yes goes. */
export function ConsentChoice({ scope, onChange }: ConsentChoiceProps): ReactNode {
  const name = useId();
  return (
    <fieldset className="cloud-offer-consent">
      <legend>Allow</legend>
      {SCOPES.map((choice) => (
        <label key={choice.scope}>
          <input type="radio" name={name} checked={choice.scope === scope} onChange={() => onChange(choice.scope)} />
          {choice.name}
        </label>
      ))}
    </fieldset>
  );
}
