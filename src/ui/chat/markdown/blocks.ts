import type { Links, MarkedToken } from 'marked';
import { lex } from './lex.ts';

/** A top-level token of the document. Its identity changes only when what it shows changes. */
export interface Block {
  /** Where it starts in the document: the same while the document grows. */
  readonly start: number;
  readonly raw: string;
  readonly token: MarkedToken;
}

/**
 * A Markdown document that grows at its end. Blocks that no further text can change are committed and
 * never lexed again, so the cost of one more token is that of the last block, not of the document.
 */
export interface MarkdownDocument {
  readonly source: string;
  readonly blocks: readonly Block[];
  readonly committed: { readonly blocks: readonly Block[]; readonly end: number; readonly links: Links };
  /** All definitions; one that arrives late makes links of brackets in committed blocks. */
  readonly links: Links;
}

export const EMPTY_DOCUMENT: MarkdownDocument = {
  source: '',
  blocks: [],
  committed: { blocks: [], end: 0, links: {} },
  links: {},
};

/** The document of `text`. Cheap when `text` continues the document before it, correct when it does not. */
export function readMarkdown(before: MarkdownDocument, text: string): MarkdownDocument {
  const source = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  if (source === before.source) return before;
  if (!source.startsWith(before.source)) return extend(EMPTY_DOCUMENT, source);
  return extend(before, source);
}

function extend(before: MarkdownDocument, source: string): MarkdownDocument {
  const { committed } = before;
  const tail = lex(source.slice(committed.end), committed.links);
  const sameLinks = equalLinks(before.links, tail.links);
  const links = sameLinks ? before.links : tail.links;
  const settled = sameLinks ? committed.blocks : committed.blocks.map((block) => relink(block, links));
  const fresh = place(tail.tokens, committed.end, before.blocks, sameLinks);

  const count = countSettled(fresh, source);
  const last = fresh[count - 1];
  const newlyCommitted = fresh.slice(0, count);
  return {
    source,
    blocks: [...settled, ...fresh].filter(isVisible),
    committed:
      last === undefined
        ? { ...committed, blocks: settled }
        : {
            blocks: [...settled, ...newlyCommitted],
            end: last.start + last.raw.length,
            links: definitionsIn(newlyCommitted, committed.links, links),
          },
    links,
  };
}

/** Gives tokens their places; a block that is the same as before keeps its identity, so it is not drawn again. */
function place(tokens: readonly MarkedToken[], from: number, before: readonly Block[], sameLinks: boolean): Block[] {
  const known = new Map(before.map((block) => [block.start, block]));
  let start = from;
  return tokens.map((token) => {
    const old = known.get(start);
    const isSame = old?.raw === token.raw && old.token.type === token.type && (sameLinks || !token.raw.includes('['));
    const block = isSame ? old : { start, raw: token.raw, token };
    start += token.raw.length;
    return block;
  });
}

function isVisible(block: Block): boolean {
  return block.token.type !== 'space' && block.token.type !== 'def';
}

/** How many of the first blocks are final: everything up to the last blank line that truly ends a block. */
function countSettled(blocks: readonly Block[], source: string): number {
  for (let index = blocks.length - 1; index > 0; index -= 1) {
    const next = blocks[index];
    const block = blocks[index - 1];
    if (next === undefined || block === undefined) return 0;
    if (next.token.type === 'space' || !startsForGood(next, source) || !endsForGood(block, source)) continue;
    if (!blocks.slice(0, index).some(mayBecomeDefinition)) return index;
  }
  return 0;
}

/** Its first line is whole, and it is not indented: no text to come makes it part of the block before. */
function startsForGood(block: Block, source: string): boolean {
  const first = block.raw.charAt(0);
  return first !== ' ' && first !== '\t' && source.includes('\n', block.start);
}

/** A blank line stands after it. */
function endsForGood(block: Block, source: string): boolean {
  return /\n[ \t]*\n[ \t]*$/.test(source.slice(Math.max(0, block.start - 1), block.start + block.raw.length));
}

/** The title of a link definition is the one thing that may span blank lines: an unclosed one is no title yet. */
function mayBecomeDefinition(block: Block, index: number, blocks: readonly Block[]): boolean {
  if (block.token.type !== 'paragraph') return false;
  if (/^ {0,3}\[[\s\S]*\]:\s*\S+\s+["'(]/.test(block.raw)) return true;
  return blocks[index - 1]?.token.type === 'def' && /^[ \t]*["'(]/.test(block.raw);
}

function relink(block: Block, links: Links): Block {
  if (!block.raw.includes('[')) return block;
  const [token] = lex(block.raw, links).tokens;
  return token === undefined ? block : { ...block, token };
}

function definitionsIn(blocks: readonly Block[], known: Links, all: Links): Links {
  if (Object.keys(all).length === Object.keys(known).length) return known;
  return lex(blocks.map((block) => block.raw).join(''), known).links;
}

function equalLinks(a: Links, b: Links): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => a[key]?.href === b[key]?.href && a[key]?.title === b[key]?.title)
  );
}
