import { type ReactNode, useId } from 'react';
import type { PersonalDataType } from '../../core/privacy/personal-data.ts';
import type { Redaction } from '../../core/privacy/redact.ts';

const TYPE_NAMES: Record<PersonalDataType, string> = {
  person: 'Person',
  place: 'Place',
  organisation: 'Organisation',
  email: 'E-mail address',
  phone: 'Phone number',
  card: 'Card number',
  iban: 'Bank account',
  ip: 'IP address',
  url: 'Web address',
  date: 'Date',
  address: 'Address',
  id: 'Identity number',
  secret: 'Password or key',
};

interface RedactionsProps {
  readonly redactions: readonly Redaction[];
  readonly onChange: (placeholder: string, isOn: boolean) => void;
}

/** What is taken out of the text. Unchecked, the value itself leaves. */
export function Redactions({ redactions, onChange }: RedactionsProps): ReactNode {
  const titleId = useId();
  const hintId = useId();
  return (
    <section className="cloud-offer-redactions">
      <h3 id={titleId}>Redactions</h3>
      {redactions.length === 0 ? (
        <p>No personal data was found. Names and places can be missed: read the text below.</p>
      ) : (
        <>
          <p id={hintId}>
            Taken out before sending and put back into the answer. Some may be missed: read the text below.
          </p>
          <ul aria-labelledby={titleId} aria-describedby={hintId}>
            {redactions.map(({ placeholder, type, value, isOn }) => (
              <li key={placeholder}>
                <label>
                  <input
                    type="checkbox"
                    checked={isOn}
                    onChange={(event) => onChange(placeholder, event.target.checked)}
                  />
                  <span>
                    {TYPE_NAMES[type]} <b>{value}</b> → <code>{placeholder}</code>
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
