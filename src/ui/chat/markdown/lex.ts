import { Lexer, Tokenizer } from 'marked';
import type { Links, MarkedToken, Token, Tokens } from 'marked';

/**
 * Raw HTML is shown as text, so an `<a>` in it opens no link: without this, marked would stop
 * recognising addresses after it, for the rest of the document.
 */
class TextOnlyHtml extends Tokenizer {
  override tag(src: string): Tokens.Tag | undefined {
    const { inLink } = this.lexer.state;
    const token = super.tag(src);
    this.lexer.state.inLink = inLink;
    this.lexer.state.inRawBlock = false;
    return token;
  }
}

export interface Lexed {
  readonly tokens: readonly MarkedToken[];
  /** The link definitions known at the end: those given and those found. */
  readonly links: Links;
}

/** Block and inline tokens of a piece of Markdown; `known` are link definitions that came before it. */
export function lex(source: string, known: Links): Lexed {
  const lexer = new Lexer({ gfm: true, breaks: true, tokenizer: new TextOnlyHtml() });
  Object.assign(lexer.tokens.links, known);
  const tokens = lexer.lex(source);
  return { tokens: tokens.filter(isMarkedToken), links: lexer.tokens.links };
}

/** No extension is installed, so marked makes no other token. */
export function isMarkedToken(token: Token): token is MarkedToken {
  return token.type !== 'generic';
}
