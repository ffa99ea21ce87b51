import { CopyButton } from '../../shared/CopyButton.tsx';

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
        <code>{code}</code>
      </pre>
    </figure>
  );
}
