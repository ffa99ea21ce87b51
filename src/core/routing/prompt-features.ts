/** What is read off a prompt; `tools/router/text_features.py` computes the same, sign for sign. */

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
const OPERATOR = /[=+*/^<>|~-]/g;
const DIGIT = /[0-9]/g;
const UPPER = /[A-Z]/g;
const LINE_END = /\n/g;
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

/** A prompt's beginning and the words in it, lower-case, in order. */
export interface PromptText {
  readonly text: string;
  readonly words: readonly string[];
}

export function readPrompt(prompt: string): PromptText {
  const text = prompt.slice(0, MAX_UNITS);
  return { text, words: wordsIn(text) };
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** Distinct words and pairs of neighbours, in order of appearance. */
export function termsOf(words: readonly string[]): Set<string> {
  const terms = new Set<string>();
  let before: string | undefined;
  for (const word of words) {
    terms.add(word);
    if (before !== undefined) terms.add(`${before} ${word}`);
    before = word;
  }
  return terms;
}

/** Raw values, one for each of `SURFACE_NAMES`. */
export function surfaceOf({ text, words }: PromptText): readonly number[] {
  const size = Math.max(1, text.length);
  const options = Array.from(text.matchAll(OPTION), ([, option]) => option ?? '');
  const begin = text.search(OPTIONS_BEGIN);
  const asked = Array.from(text.toLowerCase().matchAll(QUESTION_WORD), ([, word]) => word);
  return [
    Math.log(size),
    units(words) / Math.max(1, words.length),
    count(text, DIGIT) / size,
    Math.log1p(count(text, NUMBER)),
    count(text, OPERATOR) / size,
    Math.log1p(count(text, LATEX)),
    Math.log1p(count(text, CODE)),
    Math.log1p(options.length),
    Math.log1p(units(options) / Math.max(1, options.length)),
    options.filter((option) => NUMERIC.test(option)).length / Math.max(1, options.length),
    Math.log1p(asked.length),
    Number(text.includes('?')),
    Number(asked.includes('how') || asked.includes('why')),
    Number(BLANK.test(text)),
    Math.log1p(count(text, LINE_END)),
    count(text, UPPER) / size,
    Math.log1p(count(text, NEGATION)),
    Number(text.includes('"') || text.includes('“')),
    ...styleOf(
      text,
      words,
      begin < 0 ? words : wordsIn(text.slice(0, begin)),
      options.map((option) => wordsIn(option)),
    ),
  ];
}

/** What a prompt asks for stands at its beginning or its end; between them is what it is asked about. */
export function taskTermsOf({ text, words }: PromptText): ReadonlySet<string> {
  const isShort = words.length <= HEAD_WORDS + TAIL_WORDS;
  const terms = termsOf(isShort ? words : [...words.slice(0, HEAD_WORDS), ...words.slice(-TAIL_WORDS)]);
  const [first] = words;
  if (first !== undefined) terms.add(`^${first}`);
  if (words.length > MANY_WORDS) terms.add('#long');
  if (count(text, CODE) >= 3) terms.add('#code');
  if (/[0-9]/.test(text)) terms.add('#number');
  if (SUM.test(text)) terms.add('#sum');
  if (text.includes('?')) terms.add('#question');
  return terms;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function units(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
