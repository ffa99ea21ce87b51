import { useEffect, useState } from 'react';
import { CheckIcon, CopyIcon } from './answer-icons.tsx';

interface CopyButtonProps {
  /** The accessible name. */
  readonly label: string;
  readonly text: string;
  readonly withText?: boolean;
}

const SHOWN_FOR_MS = 1600;

export function CopyButton({ label, text, withText = false }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');

  useEffect(() => {
    if (outcome === 'none') return;
    const timer = setTimeout(() => setOutcome('none'), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  const tip = { none: label, copied: 'Copied', refused: 'The browser refused to copy' }[outcome];
  return (
    <button
      type="button"
      className={withText ? 'button quiet small' : 'icon-button small'}
      aria-label={label}
      title={tip}
      disabled={text === ''}
      onClick={copy}
    >
      {outcome === 'copied' ? <CheckIcon /> : <CopyIcon />}
      {withText && (outcome === 'none' ? label : tip)}
    </button>
  );
}
