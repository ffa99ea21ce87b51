/** What is read off a prompt; `tools/router/text_features.py` computes the same, sign for sign. */

import { countCharacters } from './character-counts.ts';
import { STYLE_NAMES, styleOf } from './prompt-style.ts';

/** UTF-16 code units: what is longer is judged by its beginning. */
const MAX_UNITS = 2000;

// Letters by explicit ranges, so that both languages agree on every sign.
const WORD =
  /[a-z\u00b5\u00df-\u00f6\u00f8-\u024f\u0370-\u1fff\u2c00-\u2fff\u3041-\u30ff\u3105-\ud7a3\uf900-\ufbff]+(?:'[a-z]+)?/g;
const NUMBER = /[0-9]+(?:[.,][0-9]+)*/g;
const OPTION = /(?:^|\n)[ \t]*[(]?[A-Ja-j][.)][ \t]+([^\n]*)/g;
const OPTIONS_BEGIN = /(?:^|\n)[ \t]*[(]?A[.)][ \t]+/;
const NUMERIC = /^[^a-zA-Z\n]*[0-9][^a-zA-Z\n]*[a-zA-Z%°]{0,3}[^a-zA-Z\n]*$/;
const QUESTION_WORD = /(?:^|[.!?\n][ \t\n]*)(what|which|who|when|where|how|why)(?![a-z])/g;
const BLANK = /_{2,}|\.{4,}|\?\?/;
const LATEX = /\\[a-zA-Z]+|\$/g;
const CODE = /[{}[\]`;]|==|=>|->|\(\)|def |return |import |function |class |const |for \(|print/g;
const NEGATION = /(?<![A-Za-z])(?:not|NOT|except|EXCEPT|never|least|false|False|incorrect)(?![A-Za-z])/g;
const SUM = /[0-9x)] ?[=+*/^×÷-] ?[0-9x(]/;

const HEAD_WORDS = 40;
const TAIL_WORDS = 15;
const MANY_WORDS = 60;

/** Names of what `surfaceOf` gives, in its order. */
export const SURFACE_NAMES = [
  'length',
  'long words',
  'digits',
  'numbers',
  'operators',
  'LaTeX',
  'code marks',
  'options',
  'long options',
  'numeric options',
  'question words',
  'question mark',
  'how or why',
  'a blank to fill',
  'lines',
  'capitals',
  'negation',
  'quotation',
  ...STYLE_NAMES,
] as const;

/** A prompt's beginning, and the words in it, lower-case, in order. */
export interface PromptText {
  readonly text: string;
  readonly lower: string;
  readonly words: readonly string[];
}

export function readPrompt(prompt: string): PromptText {
  const text = prompt.slice(0, MAX_UNITS);
  const lower = text.toLowerCase();
  return { text, lower, words: wordsIn(lower) };
}

/** `text` is in lower case. */
function wordsIn(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}

/** Raw values, one for each of `SURFACE_NAMES`. */
export function surfaceOf({ text, lower, words }: PromptText): readonly number[] {
  const size = Math.max(1, text.length);
  const options = Array.from(text.matchAll(OPTION), ([, option]) => option ?? '');
  const begin = text.search(OPTIONS_BEGIN);
  const asked = Array.from(lower.matchAll(QUESTION_WORD), ([, word]) => word);
  const characters = countCharacters(text);
  return [
    Math.log(size),
    units(words) / Math.max(1, words.length),
    characters.digits / size,
    Math.log1p(count(text, NUMBER)),
    characters.operators / size,
    Math.log1p(count(text, LATEX)),
    Math.log1p(count(text, CODE)),
    Math.log1p(options.length),
    Math.log1p(units(options) / Math.max(1, options.length)),
    options.filter((option) => NUMERIC.test(option)).length / Math.max(1, options.length),
    Math.log1p(asked.length),
    Number(text.includes('?')),
    Number(asked.includes('how') || asked.includes('why')),
    Number(BLANK.test(text)),
    Math.log1p(characters.lineEnds),
    characters.capitals / size,
    Math.log1p(count(text, NEGATION)),
    Number(text.includes('"') || text.includes('“')),
    ...styleOf(
      text,
      characters,
      words,
      begin < 0 ? words : wordsIn(text.slice(0, begin).toLowerCase()),
      options.map((option) => wordsIn(option.toLowerCase())),
    ),
  ];
}

/** What a prompt asks for stands at its beginning or its end; between them is what it is asked about. */
export function askingWords({ words }: PromptText): readonly string[] {
  return words.length <= HEAD_WORDS + TAIL_WORDS ? words : [...words.slice(0, HEAD_WORDS), ...words.slice(-TAIL_WORDS)];
}

/** Terms that are no words: how it begins, and what it holds. */
export function marksOf({ text, words }: PromptText): readonly string[] {
  const marks: string[] = [];
  const [first] = words;
  if (first !== undefined) marks.push(`^${first}`);
  if (words.length > MANY_WORDS) marks.push('#long');
  if (count(text, CODE) >= 3) marks.push('#code');
  if (/[0-9]/.test(text)) marks.push('#number');
  if (SUM.test(text)) marks.push('#sum');
  if (text.includes('?')) marks.push('#question');
  return marks;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function units(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
