import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { FlagReason } from '../../core/routing/decision.ts';
import type { LargerModelUse, RoutingSettings as Routing } from '../../core/settings.ts';
import { AmountField } from './AmountField.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { Select } from './Select.tsx';
import { SettingsSection } from './SettingsSection.tsx';

const CONSENT: Record<FlagReason, string> = {
  'user-asked': 'when you ask the cloud yourself',
  'mode-cloud': 'in mode Cloud',
  'model-escalated': 'when the model here says that it needs a bigger one',
  'context-overflow': 'when it does not fit the model here',
  'device-failed': 'when the model here cannot answer',
  'user-rule': 'when a rule of yours says so',
  'missing-ability': 'when the model here cannot do what is asked',
  'hard-prompt': 'when a prompt looks too hard for the model here',
  'weak-answer': 'when the answer made here is likely wrong',
};

const LARGER: readonly { readonly value: LargerModelUse; readonly label: string }[] = [
  { value: 'offer', label: 'Offer it' },
  { value: 'load', label: 'Load it by itself' },
  { value: 'leave', label: 'Leave it alone' },
];

/** What goes where, and how much it may cost. */
export function RoutingSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const routing = useStore(hearth.state, (state) => state.settings.routing);
  const change = (part: Partial<Routing>) => hearth.actions.changeSettings({ routing: { ...routing, ...part } });
  return (
    <SettingsSection name="routing" title="Routing">
      <p className="hint">
        Your rules come first, then what the model here can do, then how hard a prompt looks. In mode On device nothing
        of this lets anything leave. <a href="#decisions">Decisions: every one of them, and the threshold</a>
      </p>
      <RuleEditor rules={routing.rules} onChange={(rules) => change({ rules })} />
      <AmountField
        label="Monthly budget"
        value={routing.monthlyBudget}
        placeholder="None"
        hint="In the currency of your endpoints’ prices. When it is spent, only endpoints without a price are asked."
        onChange={(monthlyBudget) => change({ monthlyBudget })}
      />
      <Select
        label="When a larger model is stored here"
        value={routing.larger}
        choices={LARGER}
        onChange={(larger) => change({ larger })}
      />
      <p className="hint">
        For prompts that are beyond the model in use. It comes before any cloud and nothing leaves; loading takes time,
        and it stays in memory until you choose another. A tight fit is always offered first.
      </p>
      <label className="settings-switch">
        <input
          type="checkbox"
          role="switch"
          checked={routing.selfCheck}
          aria-checked={routing.selfCheck}
          aria-describedby="self-check-hint"
          onChange={({ target }) => change({ selfCheck: target.checked })}
        />
        Ask a model about its own answer when in doubt
      </label>
      <p id="self-check-hint" className="hint">
        After an answer that is judged 40 to 70 % likely to be good, the model is asked whether it is right; what it
        gives yes and no is shown as evidence. One short extra run, which your next prompt ends. Not for Ember, which
        cannot tell, nor for models run by web-llm.
      </p>
      {routing.consents.length > 0 && (
        <div className="settings-field">
          <p id="standing-consent">Sent without asking:</p>
          <ul aria-labelledby="standing-consent" className="settings-rules">
            {routing.consents.map((flag) => (
              <li key={flag}>
                {CONSENT[flag]}
                <button
                  type="button"
                  className="button quiet small"
                  aria-label={`Ask again ${CONSENT[flag]}`}
                  onClick={() => change({ consents: routing.consents.filter((other) => other !== flag) })}
                >
                  Ask again
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </SettingsSection>
  );
}
