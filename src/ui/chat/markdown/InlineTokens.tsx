import type { ReactNode } from 'react';
import type { MarkedToken, Token, Tokens } from 'marked';
import { readCharacterReferences } from './character-references.ts';
import { isMarkedToken } from './lex.ts';
import { safeUrl } from './safe-url.ts';

/** Inline tokens as elements. Tokens have no identity and no state: their place is their key. */
export function inlineTokens(tokens: readonly Token[] | undefined, inLink = false): ReactNode {
  return tokens?.filter(isMarkedToken).map((token, index) => <Inline key={index} token={token} inLink={inLink} />);
}

interface InlineProps {
  readonly token: MarkedToken;
  /** Inside a link no other link may stand. */
  readonly inLink: boolean;
}

function Inline({ token, inLink }: InlineProps): ReactNode {
  switch (token.type) {
    case 'text':
      return token.tokens === undefined ? readCharacterReferences(token.text) : inlineTokens(token.tokens, inLink);
    case 'escape':
      return token.text;
    case 'strong':
      return <strong>{inlineTokens(token.tokens, inLink)}</strong>;
    case 'em':
      return <em>{inlineTokens(token.tokens, inLink)}</em>;
    case 'del':
      return <del>{inlineTokens(token.tokens, inLink)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <Link token={token} />;
    case 'image':
      return <ImageLink token={token} inLink={inLink} />;
    case 'checkbox':
      return <input type="checkbox" checked={token.checked} disabled aria-label={token.checked ? 'Done' : 'To do'} />;
    case 'html':
      // The one tag that models use in tables, where Markdown has no line break.
      return /^<br\s*\/?>$/i.test(token.raw) ? <br /> : token.raw;
    case 'blockquote':
    case 'code':
    case 'def':
    case 'heading':
    case 'hr':
    case 'list':
    case 'list_item':
    case 'paragraph':
    case 'space':
    case 'table':
      return token.raw;
  }
}

function Link({ token }: { readonly token: Tokens.Link }) {
  const url = safeUrl(readCharacterReferences(token.href));
  const content = inlineTokens(token.tokens, true);
  if (url === null) return <span title={token.href}>{content}</span>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" title={url}>
      {content}
    </a>
  );
}

/** Never loaded: a picture's address can carry away what was said. */
function ImageLink({ token, inLink }: { readonly token: Tokens.Image; readonly inLink: boolean }) {
  const url = safeUrl(readCharacterReferences(token.href));
  const label = `Image: ${readCharacterReferences(token.text) || 'no description'}`;
  if (url === null || inLink) return <span>{label}</span>;
  return (
    <a className="image-link" href={url} target="_blank" rel="noopener noreferrer" title={url}>
      {label}
    </a>
  );
}
