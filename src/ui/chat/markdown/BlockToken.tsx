import type { ReactNode } from 'react';
import type { MarkedToken, Token, Tokens } from 'marked';
import { CodeBlock } from './CodeBlock.tsx';
import { inlineTokens } from './InlineTokens.tsx';
import { isMarkedToken } from './lex.ts';

function blockTokens(tokens: readonly Token[]): ReactNode {
  return tokens.filter(isMarkedToken).map((token, index) => <BlockToken key={index} token={token} />);
}

/** A block-level token as elements. Answers start at h3: the page's title is h1, the chat's is h2. */
export function BlockToken({ token }: { readonly token: MarkedToken }): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading': {
      const Heading = HEADINGS[Math.min(token.depth, HEADINGS.length) - 1] ?? 'h6';
      return <Heading>{inlineTokens(token.tokens)}</Heading>;
    }
    case 'paragraph':
      return <p>{inlineTokens(token.tokens)}</p>;
    case 'code':
      return <CodeBlock code={token.text} language={/^\S*/.exec(token.lang ?? '')?.[0] ?? ''} />;
    case 'blockquote':
      return <blockquote>{blockTokens(token.tokens)}</blockquote>;
    case 'list':
      return <List token={token} />;
    case 'table':
      return <Table token={token} />;
    case 'hr':
      return <hr />;
    case 'html':
      return <p className="raw-html">{token.raw.trim()}</p>;
    case 'list_item':
      return blockTokens(token.tokens);
    case 'text':
    case 'escape':
    case 'strong':
    case 'em':
    case 'del':
    case 'codespan':
    case 'br':
    case 'link':
    case 'image':
    case 'checkbox':
      return inlineTokens([token]);
  }
}

const HEADINGS = ['h3', 'h4', 'h5', 'h6'] as const;

function List({ token }: { readonly token: Tokens.List }) {
  const items = token.items.map((item, index) => (
    <li key={index} data-task={item.task || undefined}>
      {blockTokens(item.tokens)}
    </li>
  ));
  if (!token.ordered) return <ul>{items}</ul>;
  return <ol {...(typeof token.start === 'number' && token.start !== 1 ? { start: token.start } : {})}>{items}</ol>;
}

function Table({ token }: { readonly token: Tokens.Table }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- wide tables scroll, by keyboard too
    <figure className="table-scroll" tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>
            {token.header.map((cell, column) => (
              <th key={column} scope="col" data-align={cell.align ?? undefined}>
                {inlineTokens(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} data-align={cell.align ?? undefined}>
                  {inlineTokens(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
