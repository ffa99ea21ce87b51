import type { AnswerMode } from '../../../core/settings.ts';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { AskIcon, CloudIcon, DeviceIcon } from '../../shared/icons.tsx';

const MODES: readonly {
  readonly mode: AnswerMode;
  readonly label: string;
  readonly about: string;
  readonly Icon: typeof AskIcon;
}[] = [
  { mode: 'device', label: 'On device', about: 'Answers are made here. Nothing leaves.', Icon: DeviceIcon },
  {
    mode: 'ask',
    label: 'Ask me',
    about: 'Answers are made here; you are asked where a bigger model would help.',
    Icon: AskIcon,
  },
  { mode: 'cloud', label: 'Cloud', about: 'Your own endpoint answers.', Icon: CloudIcon },
];

export function ModeSwitch() {
  const actions = useActions();
  const airtight = useAppState((state) => state.settings.airtight);
  const current = useAppState((state) => state.settings.mode);
  return (
    <div className="segmented mode-switch" role="radiogroup" aria-label="Answer with">
      {MODES.map(({ mode, label, about, Icon }) => (
        <label key={mode} title={airtight && mode === 'cloud' ? 'Off: Hearth is airtight, nothing leaves.' : about}>
          <input
            type="radio"
            name="answer-mode"
            disabled={airtight && mode === 'cloud'}
            checked={mode === current}
            onChange={() => actions.changeSettings({ mode })}
          />
          <Icon />
          {label}
        </label>
      ))}
    </div>
  );
}
