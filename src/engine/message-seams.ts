/**
 * What marks the turns of a chat (`<|end|>`, `<|assistant|>` …) is a single token, and a tokenizer finds it wherever
 * its text stands: also in what a person pasted or a model once wrote, which could so end its own message and begin
 * another in a role of its choice. Therefore every such text in a message gets a seam after its first character. The
 * tokenizer no longer finds it, cuts at the seam, and drops it: the model reads plain characters.
 */

/** A noncharacter, reserved for use within a program (Unicode 17.0, §23.7). */
const SEAM = '\uFDD0';

export interface AddedToken {
  readonly content: string;
  readonly special: boolean;
}

/** Makes the text of a message plain. The same for the same text, so what was read before is found again. */
export type Seal = (text: string) => string;

/** `marks`: the texts that must not be read as tokens. One of a single character cannot be cut, and stays. */
export function createSeal(marks: readonly string[]): Seal {
  const cuts = marks.map(splitFirst).filter(({ rest }) => rest !== '');
  if (cuts.length === 0) return withoutSeams;
  // Nothing is consumed, so marks that overlap are each cut.
  const places = cuts.map(({ first, rest }) => `(?<=${literal(first)})(?=${literal(rest)})`);
  const pattern = new RegExp(places.join('|'), 'gu');
  return (text) => withoutSeams(text).replace(pattern, SEAM);
}

/**
 * The content of a `tokenizer.json`, changed to cut at seams before it does anything else with the text between two
 * special tokens. These are found in the text as it stands: normalised text could look like one without being it.
 */
export function withSeams(tokenizer: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  // As a regular expression: what a string pattern should remove, transformers.js 4.3.1 keeps.
  const cut = { type: 'Split', pattern: { Regex: SEAM }, behavior: 'Removed', invert: false };
  const then = tokenizer['pre_tokenizer'] ?? null;
  const added = tokenizer['added_tokens'];
  return {
    ...tokenizer,
    added_tokens: Array.isArray(added) ? added.map(asItStands) : [],
    pre_tokenizer: { type: 'Sequence', pretokenizers: then === null ? [cut] : [cut, then] },
  };
}

function asItStands(token: unknown): unknown {
  return isRecord(token) && token['special'] === true ? { ...token, normalized: false } : token;
}

/**
 * The texts that would be read as tokens in a message and may not be. `sample`: a conversation as the model's template
 * writes it, since some models mark turns with tokens that they do not call special. Blank ones are text like any other.
 */
export function marksIn(tokenizer: Readonly<Record<string, unknown>>, sample: string): readonly string[] {
  return addedTokensOf(tokenizer)
    .filter(({ content, special }) => special || (content.trim() !== '' && sample.includes(content)))
    .map(({ content }) => content);
}

/** The added tokens that a `tokenizer.json` lists. */
export function addedTokensOf(tokenizer: Readonly<Record<string, unknown>>): readonly AddedToken[] {
  const added = tokenizer['added_tokens'];
  if (!Array.isArray(added)) return [];
  return added.filter(isRecord).flatMap(({ content, special }) =>
    // An empty one is nowhere.
    typeof content === 'string' && content !== '' ? [{ content, special: special === true }] : [],
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One that somebody else put there means nothing. */
function withoutSeams(text: string): string {
  return text.replaceAll(SEAM, '');
}

function splitFirst(mark: string): { readonly first: string; readonly rest: string } {
  const [first = ''] = mark;
  return { first, rest: mark.slice(first.length) };
}

/** A pattern for exactly this text. */
function literal(text: string): string {
  return Array.from(text, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`).join('');
}
