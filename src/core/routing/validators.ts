import type { EndReason } from '../stream-part.ts';
import { findWrongSum } from './arithmetic.ts';
import { guessLanguage, languageName } from './guess-language.ts';
import { findSaidTwice } from './said-twice.ts';

/** What can be seen to be wrong with an answer without knowing the right one. */
export interface Problem {
  readonly code:
    | 'empty'
    | 'cut-off'
    | 'looping'
    | 'said-twice'
    | 'wrong-language'
    | 'broken-json'
    | 'wrong-sum'
    | 'wrong-format'
    | 'refusal'
    | 'echo';
  /** A sentence that a person understands. */
  readonly text: string;
}

export interface CheckedAnswer {
  readonly prompt: string;
  readonly text: string;
  readonly end: EndReason;
  readonly responseSchema?: string;
}

/** Everything that is found, worst first. An answer that the user stopped is checked only for loops. */
export function findProblems({ prompt, text, end, responseSchema }: CheckedAnswer): readonly Problem[] {
  const answer = text.trim();
  const loop = findLoop(answer);
  if (end === 'cancelled') return loop === null ? [] : [loop];
  if (answer === '') return [problem('empty', 'It is empty.')];
  const wantsJson = responseSchema !== undefined || WANTS_JSON.test(prompt);
  const found = [
    loop,
    isEcho(prompt, answer) ? problem('echo', 'It repeats the prompt instead of answering it.') : null,
    isRefusal(answer) ? problem('refusal', 'It says that it cannot answer.') : null,
    wantsJson && !holdsJson(answer)
      ? problem('broken-json', 'The prompt asks for JSON, and it is not valid JSON.')
      : null,
    wrongSum(answer),
    loop === null ? saidTwice(prompt, answer) : null,
    wantsJson ? null : wrongFormat(prompt, answer),
    wrongLanguage(prompt, answer),
    end === 'length' ? problem('cut-off', 'It is cut off at the token limit.') : null,
  ];
  return found.filter((each) => each !== null);
}

/** Tokens of this many words or more in a row that come again and again make a loop. */
const LOOP_WORDS = 4;
const LOOP_TIMES = 4;

/** The end of a text is where small models loop: what was said before does not excuse it. */
function findLoop(text: string): Problem | null {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]+/gu) ?? [];
  const period = loopPeriod(words);
  if (period === 1) return problem('looping', `It loops: it says “${short(words.at(-1) ?? '')}” over and over.`);
  if (period !== null) {
    return problem('looping', `It loops: “${short(words.slice(-period).join(' '))}” comes over and over.`);
  }
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 12 && /\p{L}{3}/u.test(line));
  const line = mostRepeated(lines);
  if (line !== null && line.times >= LOOP_TIMES && line.times > lines.length / 3) {
    return problem('looping', `It loops: the line “${short(line.value)}” comes ${line.times} times.`);
  }
  const run = /([^\s\-=_*.#~|+])\1{29,}/u.exec(text)?.[1];
  if (run !== undefined) return problem('looping', `It loops: it says “${run}” over and over.`);
  const grams = words.slice(0, -LOOP_WORDS).map((_, at) => words.slice(at, at + LOOP_WORDS).join(' '));
  const repeated = grams.length < 40 ? 0 : 1 - new Set(grams).size / grams.length;
  return repeated > 0.5 && words.some((word) => /\p{L}{3}/u.test(word))
    ? problem('looping', `It loops: ${Math.round(repeated * 100)} % of it was said before.`)
    : null;
}

/** Words in the piece that the text ends with again and again; null: it does not. */
function loopPeriod(words: readonly string[]): number | null {
  for (let period = 1; period <= Math.min(60, words.length / 3); period++) {
    let same = 0;
    while (same + period < words.length && words.at(-1 - same) === words.at(-1 - same - period)) same++;
    const times = same / period + 1;
    const hasWord = words.slice(-period).some((word) => /[\p{L}\p{N}]/u.test(word));
    // Long pieces are not said three times over by chance, short ones may be: “ha ha ha”, a row of a table.
    if (hasWord && times >= (period < LOOP_WORDS ? 8 : 3) && same >= 12) return period;
  }
  return null;
}

function saidTwice(prompt: string, answer: string): Problem | null {
  const said = findSaidTwice(prompt, answer);
  return said === null ? null : problem('said-twice', `It says “${short(said)}” more than once.`);
}

function mostRepeated(values: readonly string[]): { readonly value: string; readonly times: number } | null {
  const times = new Map<string, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  const [first] = [...times].toSorted(([, a], [, b]) => b - a);
  return first === undefined ? null : { value: first[0], times: first[1] };
}

function isEcho(prompt: string, answer: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const [asked, answered] = [plain(prompt), plain(answer)];
  if (asked.split(' ').length < 4 || /\b(repeat|copy|echo|say|verbatim|exactly)\b/i.test(prompt)) return false;
  return answered === asked || (answered.startsWith(asked) && answered.length < asked.length * 1.15);
}

const REFUSAL =
  /^(i['’]?m (so )?sorry|sorry|unfortunately|i apologi[sz]e|as an? (ai|small|large|language)|i (can(no|['’])t|am (not able|unable)|do(n['’]t| not) (know|have)|won['’]t))\b/i;
const GIVES_UP =
  /\b(bigger|larger|stronger|more capable) (language )?model\b|\b(beyond|outside) (my|what i) \w+|\bi (can(no|['’])t|am (not able|unable) to|do not know how to|don['’]t know how to) (help|answer|do|assist|say)\b/i;

/** Only the beginning counts: a good answer may speak of what cannot be done. */
function isRefusal(answer: string): boolean {
  const beginning = answer.slice(0, 240);
  return REFUSAL.test(beginning) || (answer.length < 400 && GIVES_UP.test(beginning));
}

function wrongSum(answer: string): Problem | null {
  const wrong = findWrongSum(answer);
  return wrong === null
    ? null
    : problem('wrong-sum', `It says “${short(wrong.stated)}”, which comes to ${wrong.value}.`);
}

const WANTS_JSON =
  /\b(as|in|valid|return|output|only|a|respond with|answer with) json\b(?! (file|schema|parser|library))|\bjson (object|array|format|only)\b/i;

/** Alone, in a fence, or between sentences. */
function holdsJson(answer: string): boolean {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/i.exec(answer)?.[1];
  const between = /[[{][\s\S]*[\]}]/.exec(answer)?.[0];
  return [answer, fenced, between].some((candidate) => candidate !== undefined && isJson(candidate));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const NUMBER_WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const LIST_OF =
  /\b(?:list|give(?: me)?|name|write|suggest|find|provide)(?: of| me)? (?:exactly |the |a list of )?(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b (?!(?:word|sentence|paragraph|line|syllable|letter|percent|minute|hour|day|year|plus|times|digit)s?\b)/i;

function wrongFormat(prompt: string, answer: string): Problem | null {
  const words = answer.split(/\s+/).length;
  if (/\b(in|with|only|just|exactly) (one|a single) word\b|\bone[- ]word answer\b/i.test(prompt) && words > 3) {
    return problem('wrong-format', `The prompt asks for one word, and it has ${words}.`);
  }
  if (/\b(yes or no|yes\/no)\b/i.test(prompt) && !/\b(yes|no)\b/i.test(answer)) {
    return problem('wrong-format', 'The prompt asks for yes or no, and it says neither.');
  }
  const wanted = LIST_OF.exec(prompt)?.[1]?.toLowerCase();
  if (wanted === undefined) return null;
  const count = NUMBER_WORDS.includes(wanted) ? NUMBER_WORDS.indexOf(wanted) + 1 : Number(wanted);
  const items = answer.match(/^\s*(?:\d+[.)]|[-*•])\s+\S/gmu)?.length ?? 0;
  // Without a list nothing can be counted: the items may stand in a sentence.
  if (items < 2 || items === count || count < 2) return null;
  return problem('wrong-format', `The prompt asks for ${count}, and it lists ${items}.`);
}

function wrongLanguage(prompt: string, answer: string): Problem | null {
  if (
    /\b(translat\w+|übersetz\w*|tradui\w*|traduc\w*|in|into|to) \p{Lu}\p{L}+/u.test(prompt) ||
    /translat/i.test(prompt)
  )
    return null;
  const [asked, answered] = [guessLanguage(prompt), guessLanguage(answer)];
  if (asked === null || answered === null || asked === answered) return null;
  const text = `The prompt is in ${languageName(asked)}, and it is in ${languageName(answered)}.`;
  return problem('wrong-language', text);
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function problem(code: Problem['code'], text: string): Problem {
  return { code, text };
}
