/** Scripts that settle it. Han alone is taken for Chinese; Japanese shows by its kana. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
];

/** Short words that are frequent in one of them and rare in the others. */
const FREQUENT: readonly (readonly [string, RegExp])[] = [
  ['en', /\b(the|and|is|are|of|to|what|how|with|for|you|this|that|it|my|me|please|write|in|a)\b/gi],
  ['de', /\b(der|die|das|und|ist|nicht|ein|eine|wie|was|ich|mit|für|auf|den|dem|zu|von|bitte|schreib\w*)\b/gi],
  ['fr', /\b(le|la|les|et|est|une|des|du|que|quel\w*|pour|dans|avec|je|vous|comment|s'il|écri\w*|sur)\b/gi],
  ['es', /\b(el|los|las|y|es|una|que|qué|por|para|con|cómo|como|cuál|del|yo|escrib\w*|sobre)\b/gi],
  ['it', /\b(il|gli|che|è|una|di|per|con|come|quale|sono|della|scriv\w*|nel|perché)\b/gi],
  ['pt', /\b(o|os|as|e|é|uma|que|para|com|como|qual|não|do|da|escrev\w*|sobre)\b/gi],
];

const NAMES: Readonly<Record<string, string>> = {
  ja: 'Japanese',
  ko: 'Korean',
  zh: 'Chinese',
  ru: 'Russian or another language in Cyrillic letters',
  el: 'Greek',
  ar: 'Arabic',
  he: 'Hebrew',
  hi: 'Hindi',
  th: 'Thai',
  en: 'English',
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  it: 'Italian',
  pt: 'Portuguese',
};

/** Fewer hits than this say nothing. */
const MIN_WORDS = 3;

/** ISO 639-1, or null where the text is too short or too even to tell. */
export function guessLanguage(text: string): string | null {
  const letters = count(text, /\p{L}/gu);
  if (letters === 0) return null;
  for (const [language, script] of SCRIPTS) if (count(text, script) > letters * 0.3) return language;
  const hits = FREQUENT.map(([language, words]) => ({ language, hits: count(text, words) }));
  const [first, second] = hits.toSorted((a, b) => b.hits - a.hits);
  if (first === undefined || first.hits < MIN_WORDS) return null;
  return second !== undefined && second.hits * 1.5 > first.hits ? null : first.language;
}

export function languageName(language: string): string {
  return NAMES[language] ?? language;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
