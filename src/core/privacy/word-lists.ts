import { CITIES } from './lists/cities.ts';
import { COMMON_WORDS } from './lists/common-words.ts';
import { COUNTRIES } from './lists/countries.ts';
import { FIRST_NAMES } from './lists/first-names.ts';

/** Called by a name, and nobody. */
const THINGS =
  'python|java|javascript|typescript|rust|kotlin|swift|ruby|perl|scala|haskell|julia|linux|windows|macos|android|ios|docker|kubernetes|react|angular|vue|django|flask|excel|word|powerpoint|google|facebook|amazon|microsoft|apple|youtube|twitter|instagram|wikipedia|github|bitcoin|christmas|easter|english|german|french|spanish|italian|chinese|japanese|russian|latin|greek|arabic|european|american|british|asian|african';
const commonWords = new Set([...COMMON_WORDS.split('|'), ...THINGS.split('|')]);
const firstNames = new Set(FIRST_NAMES.split('|'));
const places = new Set([...CITIES.split('|'), ...COUNTRIES.split('|')]);

export function isCommonWord(word: string): boolean {
  const lower = word.toLowerCase();
  if (commonWords.has(lower)) return true;
  // Forms of a word that the list may lack.
  const stem = lower.replace(/(?:ing|ed|es|s|ly|er|est|n['’]t|['’](?:s|ll|re|ve|d|m))$/, '');
  return stem !== lower && stem.length > 1 && (commonWords.has(stem) || commonWords.has(`${stem}e`));
}

export function isFirstName(word: string): boolean {
  return firstNames.has(word.toLowerCase());
}

export function isPlace(words: string): boolean {
  return places.has(words.toLowerCase());
}

/**
 * Texts typed without any capital get some, where a word is no common one: names are told by them. Offsets stay.
 */
export function withCapitals(text: string): string {
  if (/\p{Lu}/u.test(text)) return text;
  const cased = text.replace(/(?<![\p{L}\p{M}\d'’])\p{Ll}[\p{L}\p{M}'’-]*/gu, (word) =>
    isCommonWord(word) && !isPlace(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
  );
  return cased.length === text.length ? cased : text;
}
