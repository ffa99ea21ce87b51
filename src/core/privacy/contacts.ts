import { findAll, type Found } from './find.ts';

const EMAIL = /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]+@(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+\p{L}{2,}/dgu;
const URL_LIKE = /(?:\bhttps?:\/\/|\bftp:\/\/|\bwww\.)[^\s<>"'`“”)\]}]*[^\s<>"'`“”)\]}.,;:!?]/dgiu;
const IPV4 = /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/dg;
const IPV6 =
  /(?<![\w:])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?![\w:])|(?<![\w:])(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}(?![\w:])/dgi;

const PHONE =
  /(?<![\p{L}\d/-]|\d[.,])(?:(?:\+|00)\d{1,3}[ .-]?)?(?:\(\d{1,5}\)[ .-]?)?\d{1,5}(?:[ .\-/]?\(?\d{2,5}\)?){1,6}(?: ?(?:x|ext\.? ?)\d{1,6})?(?![\p{L}\d]|[.,]\d)/dgiu;
const PHONE_WORDS =
  /(?:phone|\btel\b|telefon|mobil|cell|fax|\bcall|ring|reach|text me|whatsapp|answering|office|contact|dial|sms|handy|numéro|téléphone|teléfono)/i;
const PLAIN_NUMBER_WORDS =
  /(?:card|account|order|invoice|ssn|social security|licen[cs]e|passport|id)\W*(?:number|no|nr)?\W*(?:is)?\W*$/i;

const DATES: readonly RegExp[] = [
  /(?<![\d./-])(?:\d{1,2}([./-])\d{1,2}\1(?:19|20)\d{2}|\d{1,2}([./-])\d{1,2}\2\d{2}|(?:19|20)\d{2}([./-])\d{1,2}\3\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?(?![\d/-])/dg,
  /\b\d{1,2}(?:st|nd|rd|th|\.)?(?: of)? (?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|märz|mar(?:ch)?|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b\.?,?(?: (?:19|20)\d{2}\b)?/dgiu,
  /\b(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?) \d{1,2}(?:st|nd|rd|th)?\b(?:,? (?:19|20)\d{2}\b)?/dgi,
];

/** What reaches somebody, and what dates tell of them. */
export function* findContacts(text: string): Generator<Found> {
  yield* findAll('email', text, EMAIL);
  yield* findAll('url', text, URL_LIKE);
  yield* findAll('ip', text, IPV4);
  yield* findAll('ip', text, IPV6);
  for (const pattern of DATES) yield* findAll('date', text, pattern);
  yield* findAll('phone', text, PHONE, (value, start) => isPhone(value, text, start));
}

function isPhone(value: string, text: string, start: number): boolean {
  const digits = value.replace(/x.*$/i, '').replace(/\D/g, '').length;
  if (digits < 6 || digits > 15) return false;
  const groups = value.split(/\D+/).filter((group) => group !== '');
  // Years, and sums like 1000.50, are no numbers to call.
  if (groups.every((group) => /^(?:1[5-9]|20)\d{2}$/.test(group))) return false;
  const before = text.slice(Math.max(0, start - 40), start);
  const after = text.slice(start + value.length, start + value.length + 12);
  const isNamed = PHONE_WORDS.test(before) || /^\s*-?\s*(?:office|fax|mobile|home|work|cell)/i.test(after);
  if (groups.length === 1) return isNamed && digits >= 7 && !PLAIN_NUMBER_WORDS.test(before);
  if (/^(?:\+|00|\()/.test(value)) return digits >= 7;
  if (isNamed) return true;
  if (/^\d+\.\d+$/.test(value)) return false;
  return digits >= 8 && (value.startsWith('0') || groups.length >= 3) && /[-.()/]|^0/.test(value);
}
