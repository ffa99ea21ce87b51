/** How a prompt is written, whatever it is about; `tools/router/text_features.py` computes the same. */

import type { CharacterCounts } from './character-counts.ts';

const SENTENCE_END = /[.!?](?![^ \t\n])/g;
const ACRONYM = /[A-Z]{2,}/g;
const FUNCTION = wordSet(
  'the of a an to in is are was were be been that this these those for on with as by at from it its or and not which ' +
    'what who how if then than there their his her he she they them i my we you your has have had do does did can could ' +
    'will would should may might must',
);
const THIRD = wordSet('he she his her him they them their man woman');
const FIRST = wordSet('i me my we our us');
const SELF = wordSet('i my we our');
const LOGIC = wordSet(
  'if then not only all some no none any every each both either neither unless and or but because therefore',
);
const ABSTRACT = /(?:tions?|ity|ism|ment|ness|ence|ance)$/;

/** Names of what `styleOf` gives, in its order. */
export const STYLE_NAMES = [
  'function words',
  'he, she or they',
  'I or we',
  'if, not, all',
  'long sentences',
  'varied words',
  'commas',
  'brackets',
  'options that begin differently',
  'share of the options',
  'short words',
  'abstract nouns',
  'words in -ed',
  'words in -ing',
  'words in -s',
  'words in -ly',
  'repeated words',
  'options of one word',
  'acronyms',
  'apostrophes',
  'one word in every option',
  'I or we at all',
  'varied words in the question',
] as const;

/** `question`: the words before the options. Mostly shares of its words, so that length does not matter. */
export function styleOf(
  text: string,
  characters: CharacterCounts,
  words: readonly string[],
  question: readonly string[],
  options: readonly (readonly string[])[],
): readonly number[] {
  const count = Math.max(1, words.length);
  const share = (test: (word: string) => boolean) => words.filter(test).length / count;
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  let repeated = 0;
  for (const n of times.values()) if (n > 1) repeated += 1;
  const beginnings = options.flatMap((option) => option.slice(0, 1));
  const optionWords = options.reduce((sum, option) => sum + option.length, 0);
  return [
    share((word) => FUNCTION.has(word)),
    share((word) => THIRD.has(word)),
    share((word) => FIRST.has(word)),
    share((word) => LOGIC.has(word)),
    Math.log(count / Math.max(1, hits(text, SENTENCE_END))),
    times.size / count ** 0.75,
    characters.commas / count,
    characters.brackets / count,
    new Set(beginnings).size / Math.max(1, beginnings.length),
    optionWords / count,
    share((word) => word.length <= 2),
    share((word) => ABSTRACT.test(word)),
    share((word) => word.endsWith('ed')),
    share((word) => word.endsWith('ing')),
    share((word) => word.endsWith('s')),
    share((word) => word.endsWith('ly')),
    repeated / Math.max(1, times.size),
    options.filter((option) => option.length === 1).length / Math.max(1, options.length),
    Math.log1p(hits(text, ACRONYM)),
    Math.log1p(characters.apostrophes),
    Number(options.length > 0 && options.every((option) => option.length <= 1)),
    Number(question.some((word) => SELF.has(word))),
    (question === words ? times : new Set(question)).size / Math.max(1, question.length) ** 0.75,
  ];
}

function hits(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
