import { findAll, type Found } from './find.ts';
import { COUNTRIES } from './lists/countries.ts';
import { isCommonWord, isFirstName, isPlace } from './word-lists.ts';

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What a sentence begins with has a capital anyway. */
  readonly isFirst: boolean;
}

const PARTICLES = 'van|von|der|den|de|del|della|di|da|dos|do|du|la|le|el|al|bin|ibn|ter|ten|zu|zur|af|av|st\\.';
/** Capitalised words on one line, with what may stand between parts of a name. */
const RUN = new RegExp(
  String.raw`(?<![\p{L}\p{M}\d_@#\[])\p{Lu}[\p{L}\p{M}]*(?:['’.-](?=\p{L})[\p{L}\p{M}]+)*\.?(?:(?: (?:(?:${PARTICLES}) ){0,3}| & |-)\p{Lu}[\p{L}\p{M}]*(?:['’.-](?=\p{L})[\p{L}\p{M}]+)*)*`,
  'gu',
);
const WORDS = /[\p{L}\p{M}]+(?:['’.-](?=\p{L})[\p{L}\p{M}]+)*/gu;

const TITLE =
  /^(?:mr|mrs|ms|miss|mister|dr|prof|professor|sir|lady|lord|herr|frau|madame|mme|monsieur|señor|señora|sr|sra|signor|signora|rev|captain|president|judge|uncle|aunt)$/i;
const SUFFIX = /^(?:phd|md|jr|sr|dds|dvm|esq|iii?)$/i;
const COMPANY =
  /^(?:ltd|limited|inc|incorporated|llc|llp|plc|corp|corporation|gmbh|ag|kg|ug|sa|sarl|sas|srl|spa|bv|nv|ab|oy|as|aps|pty|co|company|group|holdings?|bank|university|institute|college|hospital|clinic|school|foundation|association|solutions|technologies|systems|partners|services|insurance|consulting|software|labs?|studios?|media|ventures|capital|industries|enterprises|associates|networks?|energy|airlines|motors|pharmaceuticals|stores?|markets?|analytics|bioscience|financial|club)$/i;

/** What stands right before a name tells its kind. */
const BEFORE_PERSON =
  /(?:\bmy name is|\bname's|\bi am|\bi['’]m|\bthis is|\bcall me|\bname:|\bdear|\bhi|\bhello|\bhey|\bmy (?:wife|husband|partner|son|daughter|brother|sister|mother|father|mum|mom|dad|friend|boss|colleague|doctor|teacher|neighbou?r|girlfriend|boyfriend|manager|client|patient)|\bwith|\bby|\bstarring|\bsays|\bsaid|\btold|\basked|\bregards,?|\bsincerely,?|\bthanks,?|\blove,?|\bperson|\bich heiße|\bmein name ist|\bje m'appelle|\bme llamo)\s*$/i;
const BEFORE_PLACE =
  /(?:\b(?:in|from|near|towards?|outside|around|visiting|visit|to|city|town|country|village|street in|live in|born in|based in|moving to|travel(?:ling)? to|trip to|flight to|nach|aus|à|en)|\bwhere:)\s*$/i;
const BEFORE_COMPANY =
  /(?:\b(?:work(?:s|ed|ing)? (?:at|for)|employed (?:at|by)|job at|year at|company|employer|firm|startup|called|at|joined|bei)|\bduring the (?:19|20)\d0s,|\bhome city [\p{L} ]+:)\s*$/iu;
const AFTER_COMPANY =
  /^(?:['’]s)? (?:office|headquarters|employees|shares|invested|is the brainchild|website|products|customers|ceo)/i;
const AFTER_PERSON =
  /^(?:['’]s\b|,? (?:says|said|told|asked|thinks|wrote|had|has|is|was|will|can|wants|lives|works|called|and|likes|loves|went)\b|,)/i;

/** Their words are common ones at times: South Korea. */
const COUNTRIES_OF_WORDS = new RegExp(
  String.raw`(?<![\p{L}\p{M}])(?:${COUNTRIES.split('|')
    .filter((name) => name.includes(' '))
    .toSorted((a, b) => b.length - a.length)
    .join('|')})(?![\p{L}\p{M}])`,
  'dgiu',
);

/** Persons, places and organisations: by lists, by the words around them, and by the capital that no common word has. */
export function* findNames(text: string): Generator<Found> {
  yield* findAll('place', text, COUNTRIES_OF_WORDS);
  for (const match of text.matchAll(RUN)) {
    const isFirst = startsSentence(text, match.index);
    const words = wordsOf(match[0], match.index, isFirst);
    yield* namesIn(words, text);
  }
}

function wordsOf(run: string, at: number, isFirst: boolean): readonly Word[] {
  return [...run.matchAll(WORDS)].map(({ 0: found, index }, position) => {
    const bare = found.replace(/['’]s$/, '');
    return { text: bare, start: at + index, end: at + index + bare.length, isFirst: isFirst && position === 0 };
  });
}

function startsSentence(text: string, at: number): boolean {
  return /(?:^|[.!?:;]["'”’)]*\s|\n\s*|["“(*-]\s?)$/.test(text.slice(Math.max(0, at - 6), at)) || at === 0;
}

function* namesIn(words: readonly Word[], text: string): Generator<Found> {
  const company = words.findLastIndex((word) => COMPANY.test(word.text));
  if (company > 0) {
    const first = words.findIndex((word) => !(word.isFirst && isCommonWord(word.text)));
    if (first >= 0 && first < company) {
      yield span('organisation', words.slice(first, company + 1));
      yield* namesIn(words.slice(company + 1), text);
      return;
    }
  }
  const [first] = words;
  const last = words.at(-1);
  if (words.length > 1 && first !== undefined && last !== undefined && !first.isFirst) {
    const name = text.slice(first.start, last.end);
    if (isPlace(name) || TOWN.test(name)) {
      yield span('place', words);
      return;
    }
    const around = [
      text.slice(Math.max(0, first.start - 40), first.start),
      text.slice(last.end, last.end + 24),
    ] as const;
    // All of it, though its words be common ones: "a year at Open Data Nation".
    if (!words.some((word) => isFirstName(word.text) || TITLE.test(word.text)) && namesCompany(...around)) {
      yield span('organisation', words);
      return;
    }
  }
  for (const part of parts(words)) yield* kindOf(part, text);
}

const TOWN = /^\p{Lu}[\p{L}\p{M}]+ (?:City|Beach|Park|Valley|Island|Springs|Falls|Heights|Hills|Creek|County)$/u;

function namesCompany(before: string, after: string): boolean {
  return BEFORE_COMPANY.test(before) || AFTER_COMPANY.test(after);
}

/** A run without its common words: "Yes Anna Meyer" is Anna Meyer. */
function* parts(words: readonly Word[]): Generator<readonly Word[]> {
  let part: Word[] = [];
  for (const [index, word] of words.entries()) {
    if (belongs(word, part, words[index + 1])) {
      part.push(word);
    } else if (part.length > 0) {
      yield part;
      part = [];
    }
  }
  if (part.length > 0) yield part;
}

function belongs(word: Word, part: readonly Word[], next: Word | undefined): boolean {
  const { text, isFirst } = word;
  if (TITLE.test(text)) return next !== undefined || !isCommonWord(text);
  const last = part.at(-1);
  if (last !== undefined && (isFirstName(last.text) || TITLE.test(last.text) || SUFFIX.test(text))) return true;
  if (/^\p{Ll}/u.test(text)) return part.length > 0 && next !== undefined;
  if (isPlace(text) || (next !== undefined && isPlace(`${text} ${next.text}`))) return true;
  if (!isCommonWord(text)) return true;
  // Words that are names too: "Grace" in a sentence, or "Grace Hopper" at its beginning.
  return isFirstName(text) && (!isFirst || (next !== undefined && !isCommonWord(next.text)));
}

function* kindOf(part: readonly Word[], text: string): Generator<Found> {
  const [first] = part;
  const last = part.at(-1);
  if (first === undefined || last === undefined) return;
  const name = text.slice(first.start, last.end);
  const before = text.slice(Math.max(0, first.start - 40), first.start);
  const after = text.slice(last.end, last.end + 24);
  if (isPlace(name)) {
    yield span('place', part);
    return;
  }
  const hasTitle = TITLE.test(first.text);
  if (!hasTitle && isAcronym(name) && !BEFORE_PLACE.test(before)) return;
  if (hasTitle && part.length === 1) return;
  const isNamed = hasTitle || BEFORE_PERSON.test(before);
  const knowsFirst = isFirstName(first.text);
  if (isNamed || (knowsFirst && part.length > 1)) {
    yield* withoutPlace(part);
  } else if (namesCompany(before, after) || (first.isFirst && part.length === 1 && isAlone(before, after))) {
    yield span(knowsFirst ? 'person' : 'organisation', part);
  } else if (BEFORE_PLACE.test(before) && !knowsFirst) {
    yield span('place', part);
  } else if (knowsFirst || !first.isFirst || part.length > 1 || AFTER_PERSON.test(after)) {
    yield span('person', part);
  }
}

/** "Anna Meyer Berlin" on one line of a label. */
function* withoutPlace(part: readonly Word[]): Generator<Found> {
  const last = part.at(-1);
  if (part.length > 2 && last !== undefined && isPlace(last.text)) {
    yield span('place', [last]);
    yield span('person', part.slice(0, -1));
  } else {
    yield span('person', part);
  }
}

/** On a line of its own, as on a label. */
function isAlone(before: string, after: string): boolean {
  return /\n[ \t>?]*$/.test(before) && /^[ \t]*\n/.test(after);
}

/** Short and all in capitals: HTML, USA. */
function isAcronym(name: string): boolean {
  return /^[\p{Lu}\d]{1,5}$/u.test(name);
}

function span(type: Found['type'], words: readonly Word[]): Found {
  const start = words[0]?.start ?? 0;
  return { type, start, end: words.at(-1)?.end ?? start };
}
