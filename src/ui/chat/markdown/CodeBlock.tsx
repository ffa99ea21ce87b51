import { lazy, Suspense } from 'react';
import { CopyButton } from '../../shared/CopyButton.tsx';

/** Colours are a comfort: where they cannot be fetched the code is plain, as it is until they are here. */
const ColouredCode = lazy(() =>
  import('./ColouredCode.tsx').then(
    (module) => ({ default: module.ColouredCode }),
    () => ({ default: ({ code }: { readonly code: string }) => code }),
  ),
);

export function CodeBlock({ code, language }: { readonly code: string; readonly language: string }) {
  const label = language === '' ? 'Code' : `Code, ${language}`;
  return (
    <figure className="code-block" aria-label={label}>
      <figcaption>
        <span>{language === '' ? 'text' : language}</span>
        <CopyButton label="Copy code" text={code} withText />
      </figcaption>
      {/* Wide code scrolls, and a keyboard can only scroll what it can reach. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keyboard too */}
      <pre tabIndex={0}>
        <code>
          {language === '' ? (
            code
          ) : (
            <Suspense fallback={code}>
              <ColouredCode code={code} language={language} />
            </Suspense>
          )}
        </code>
      </pre>
    </figure>
  );
}
