import type { ReactNode } from 'react';
import type { Endpoint, EndpointTier, PrivacyClass } from '../../core/routing/endpoint.ts';
import { AmountField } from './AmountField.tsx';
import { Select } from './Select.tsx';

const PRIVACY: readonly { readonly value: PrivacyClass; readonly label: string }[] = [
  { value: 'mine', label: 'I do' },
  { value: 'company', label: 'My company' },
  { value: 'third-party', label: 'A third party' },
];
const TIERS: readonly { readonly value: EndpointTier; readonly label: string }[] = [
  { value: 'medium', label: 'A medium model' },
  { value: 'frontier', label: 'Among the best' },
];

interface EndpointTermsProps {
  readonly endpoint: Endpoint;
  readonly onChange: (endpoint: Endpoint) => void;
}

/** What routing goes by: whose it is, how able, what it costs, how much it holds. */
export function EndpointTerms({ endpoint, onChange }: EndpointTermsProps): ReactNode {
  const { price } = endpoint;
  const setPrice = (part: 'input' | 'output', amount: number | null) => {
    const known = price ?? { input: 0, output: 0 };
    onChange({ ...endpoint, price: amount === null ? null : { ...known, [part]: amount } });
  };
  return (
    <details className="settings-more">
      <summary>Who runs it, what it can, what it costs</summary>
      <div className="settings-grid">
        <Select
          label="Who runs it"
          value={endpoint.privacy}
          choices={PRIVACY}
          onChange={(privacy) => onChange({ ...endpoint, privacy })}
        />
        <Select
          label="How able it is"
          value={endpoint.tier}
          choices={TIERS}
          onChange={(tier) => onChange({ ...endpoint, tier })}
        />
        <AmountField
          label="Price of a million tokens in"
          value={price?.input ?? null}
          placeholder="Unknown"
          onChange={(amount) => setPrice('input', amount)}
        />
        <AmountField
          label="Price of a million tokens out"
          value={price?.output ?? null}
          placeholder="Unknown"
          onChange={(amount) => setPrice('output', amount)}
        />
        <AmountField
          label="Context window in tokens"
          value={endpoint.contextWindow}
          placeholder="Unknown"
          onChange={(tokens) =>
            onChange({ ...endpoint, contextWindow: tokens === null || tokens < 1 ? null : Math.round(tokens) })
          }
        />
      </div>
      <p className="hint">The smallest endpoint that is good enough is asked first.</p>
    </details>
  );
}
