import { type ReactNode, useState } from 'react';
import { ruleText, type Rule, type RuleRoute, type RuleSubject, TASKS, TOPICS } from '../../core/routing/rule.ts';
import { Select } from './Select.tsx';
import { TextField } from '../shared/TextField.tsx';

const SUBJECTS: readonly { readonly value: RuleSubject; readonly label: string }[] = [
  { value: 'contains', label: 'it contains' },
  { value: 'topic', label: 'it is about' },
  { value: 'task', label: 'the task is' },
  { value: 'longer', label: 'it is longer, in words, than' },
];
const ROUTES: readonly { readonly value: RuleRoute; readonly label: string }[] = [
  { value: 'device', label: 'answer on this device' },
  { value: 'ask', label: 'ask me' },
  { value: 'cloud', label: 'send to the cloud' },
];
/** What each subject begins with, so that it is never without a value that makes sense. */
const FIRST_VALUE: Record<RuleSubject, string> = { contains: '', topic: 'health', task: 'code', longer: '300' };

interface RuleEditorProps {
  readonly rules: readonly Rule[];
  readonly onChange: (rules: readonly Rule[]) => void;
}

/** Rules in the order in which they are tried, and a form for one more. */
export function RuleEditor({ rules, onChange }: RuleEditorProps): ReactNode {
  const [when, setWhen] = useState<RuleSubject>('contains');
  const [value, setValue] = useState('');
  const [route, setRoute] = useState<RuleRoute>('device');
  const isWhole = when === 'longer' ? /^\s*[1-9]\d*\s*$/.test(value) : value.trim() !== '';
  const add = () => {
    if (!isWhole) return;
    onChange([...rules, { id: crypto.randomUUID(), when, value: value.trim(), route }]);
    setValue(FIRST_VALUE[when]);
  };
  return (
    <div className="settings-field">
      {rules.length > 0 && (
        <ol aria-label="Rules" className="settings-rules">
          {rules.map((rule) => (
            <li key={rule.id}>
              {capitalised(ruleText(rule))}
              <button
                type="button"
                className="button quiet small"
                aria-label={`Remove: ${ruleText(rule)}`}
                onClick={() => onChange(rules.filter(({ id }) => id !== rule.id))}
              >
                Remove
              </button>
            </li>
          ))}
        </ol>
      )}
      <form
        className="settings-grid"
        aria-label="New rule"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Select
          label="If"
          value={when}
          choices={SUBJECTS}
          onChange={(chosen) => {
            setWhen(chosen);
            setValue(FIRST_VALUE[chosen]);
          }}
        />
        <ValueField when={when} value={value} onChange={setValue} />
        <Select label="Then" value={route} choices={ROUTES} onChange={setRoute} />
        <button type="submit" className="button" aria-disabled={!isWhole}>
          Add the rule
        </button>
      </form>
      <p className="hint">The first rule that applies decides. Mode On device is stricter than any rule.</p>
    </div>
  );
}

interface ValueFieldProps {
  readonly when: RuleSubject;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ValueField({ when, value, onChange }: ValueFieldProps): ReactNode {
  switch (when) {
    case 'contains':
      return <TextField inputMode="text" label="Text" value={value} onChange={onChange} />;
    case 'longer':
      return <TextField inputMode="text" label="Words" value={value} onChange={onChange} />;
    case 'topic':
      return <Select label="Topic" value={value} choices={choicesOf(TOPICS)} onChange={onChange} />;
    case 'task':
      return <Select label="Task" value={value} choices={choicesOf(TASKS)} onChange={onChange} />;
  }
}

function choicesOf(names: readonly string[]) {
  return names.map((name) => ({ value: name, label: name }));
}

function capitalised(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
