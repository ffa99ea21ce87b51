import type { Token } from 'marked';
import { describe, expect, test } from 'vitest';
import { EMPTY_DOCUMENT, readMarkdown } from './blocks.ts';
import type { MarkdownDocument } from './blocks.ts';
import { lex } from './lex.ts';
import { TRICKY_DOCUMENTS } from './tricky-documents.ts';

/** What a reader sees: tokens without their source text, blank lines and definitions. */
function tree(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((token) => !isInvisible(token)).map(tree);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'raw')
      .map(([key, child]) => [key, tree(child)]),
  );
}

function isInvisible(token: unknown): boolean {
  return (
    typeof token === 'object' && token !== null && 'type' in token && (token.type === 'space' || token.type === 'def')
  );
}

function fullParse(text: string): unknown {
  const tokens: readonly Token[] = lex(text, {}).tokens;
  return tree(tokens);
}

function shown(document: MarkdownDocument): unknown {
  return tree(document.blocks.map((block) => block.token));
}

/** Deterministic: a failure can be run again. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('a growing document', () => {
  test.each(Object.entries(TRICKY_DOCUMENTS))('reads at every prefix like a full parse: %s', (_, text) => {
    let document = EMPTY_DOCUMENT;
    for (let end = 0; end <= text.length; end += 1) {
      const prefix = text.slice(0, end);
      document = readMarkdown(document, prefix);
      expect(shown(document), JSON.stringify(prefix)).toEqual(fullParse(prefix));
    }
  });

  test('reads random mixtures of documents in random steps like a full parse', () => {
    const random = randomNumbers(20261123);
    const lines = Object.values(TRICKY_DOCUMENTS).flatMap((text) => text.split(/(?<=\n)/));
    for (let round = 0; round < 100; round += 1) {
      const text = Array.from({ length: 25 }, () => lines[Math.floor(random() * lines.length)] ?? '').join('');
      let document = EMPTY_DOCUMENT;
      for (let end = 0; end < text.length;) {
        end = Math.min(text.length, end + 1 + Math.floor(random() * 12));
        const prefix = text.slice(0, end);
        document = readMarkdown(document, prefix);
        const [actual, expected] = [shown(document), fullParse(prefix)];
        // Compared as text first: thousands of deep comparisons are slow, and only a difference needs one.
        if (JSON.stringify(actual) !== JSON.stringify(expected))
          expect(actual, JSON.stringify(prefix)).toEqual(expected);
      }
    }
  }, 60_000);

  test('starts anew when the text is another one', () => {
    const document = readMarkdown(readMarkdown(EMPTY_DOCUMENT, '# One\n\ntext\n\nmore\n'), '- two\n');
    expect(shown(document)).toEqual(fullParse('- two\n'));
  });

  test('keeps the identity of blocks that did not change', () => {
    const before = readMarkdown(EMPTY_DOCUMENT, 'first\n\n- a\n- b\n\nthird\n\nfour');
    const after = readMarkdown(before, 'first\n\n- a\n- b\n\nthird\n\nfourth');
    expect(after.blocks.slice(0, 3)).toEqual(before.blocks.slice(0, 3));
    for (const index of [0, 1, 2]) expect(after.blocks[index]).toBe(before.blocks[index]);
    expect(after.blocks[3]).not.toBe(before.blocks[3]);
  });

  test('lexes only the end again', () => {
    const text = Array.from({ length: 200 }, (_, index) => `Paragraph ${index} with **bold** text.`).join('\n\n');
    const document = readMarkdown(EMPTY_DOCUMENT, text);
    expect(text.length - document.committed.end).toBeLessThan(100);
  });

  test('makes links of brackets when their definition comes at last', () => {
    const before = readMarkdown(EMPTY_DOCUMENT, 'See [one].\n\nPlain.\n\n');
    const after = readMarkdown(before, 'See [one].\n\nPlain.\n\n[one]: https://a.example\n');
    expect(after.blocks[0]).not.toBe(before.blocks[0]);
    expect(after.blocks[1]).toBe(before.blocks[1]);
    expect(JSON.stringify(after.blocks[0]?.token)).toContain('"href":"https://a.example"');
  });
});
