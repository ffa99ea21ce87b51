import { useEffect, useState } from 'react';
import { highlight } from './highlight.ts';
import type { Stretch } from './highlight.ts';
import './highlight.css';

/** Code that is being written gets its colours in the pauses: it would be read anew for every token. */
const PAUSE_MS = 120;

interface ColouredCodeProps {
  readonly code: string;
  readonly language: string;
}

/** The code, coloured as far as it was read; what came since is plain. */
export function ColouredCode({ code, language }: ColouredCodeProps) {
  const [read, setRead] = useState<{ readonly code: string; readonly stretches: readonly Stretch[] } | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      const stretches = highlight(code, language);
      setRead(stretches === null ? null : { code, stretches });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [code, language]);

  if (read === null || !code.startsWith(read.code)) return code;
  return (
    <>
      {read.stretches.map(({ kind, text }, index) =>
        kind === null ? (
          text
        ) : (
          <span key={index} data-kind={kind}>
            {text}
          </span>
        ),
      )}
      {code.slice(read.code.length)}
    </>
  );
}
