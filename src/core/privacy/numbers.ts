import { findAll, type Found } from './find.ts';

const CARD = /(?<![\d.-])(?:\d[ -]?){11,18}\d(?![\d-]|\.\d)/dg;
const CARD_WORDS = /(?:\bcards?\b|\bcc\b|visa|mastercard|amex|maestro|kreditkarte|carte)[^\n]{0,30}$/i;
const IBAN = /(?<![\p{L}\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}(?![\p{L}\d])/dgiu;

const IDS: readonly RegExp[] = [
  // United States, social security
  /(?<![\d-])(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/dg,
  // United Kingdom, national insurance
  /\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/dg,
  // Spain and Italy
  /\b\d{8}-?[TRWAGMYFPDXBNJZSQVHLCKE]\b/dg,
  /\b[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]\b/dg,
];

/** A number after the name of a document or a register. */
const NAMED_ID =
  /\b(?:ssn|social security|passport|passeport|reisepass|personalausweis|ausweis|driver'?s? licen[cs]e|driving licen[cs]e|licen[cs]e|identity card|id card|national id|national insurance|tax id|taxpayer|steuer-?id|steuernummer|dni|nie|nif|cpf|aadhaar|pan|nhs|patient|insurance|policy|membership|employee|student|customer|case|account|konto|routing|sort code|vin|medicare)\b(?:\s*(?:number|no\.?|nr\.?|nummer|id|code|#))*(?:\s+is|\s*[:#=])?\s*(?<value>(?=(?:[A-Z-]*\d){3})[A-Z]{0,3}\d[A-Z\d-]{4,18})\b/dgi;

/** Numbers that name one person, account or document. */
export function* findNumbers(text: string): Generator<Found> {
  yield* findAll(
    'card',
    text,
    CARD,
    (value, start) => isLuhn(value) || (CARD_WORDS.test(text.slice(0, start)) && value.replace(/\D/g, '').length >= 13),
  );
  for (const { index, 0: found } of text.matchAll(IBAN)) {
    const value = ofCountry(found);
    if (isIban(value)) yield { type: 'iban', start: index, end: index + value.length };
  }
  for (const pattern of IDS) yield* findAll('id', text, pattern);
  yield* findAll('id', text, NAMED_ID);
}

/** ISO/IEC 7812-1. */
function isLuhn(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  if (/^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of digits.split('').toReversed().entries()) {
    const worth = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += worth > 9 ? worth - 9 : worth;
  }
  return sum % 10 === 0;
}

/** How many characters an IBAN has where it is most used; what follows is no part of it. */
const IBAN_LENGTHS = new Map(
  'AE23 AT20 BE16 BR29 CH21 CZ24 DE22 DK18 ES24 FI18 FR27 GB22 GR27 HU28 IE22 IT27 LU20 NL18 NO15 PL28 PT25 RO24 SA24 SE24 SK24 TR26 UA29'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

function ofCountry(found: string): string {
  const length = IBAN_LENGTHS.get(found.slice(0, 2).toUpperCase());
  if (length === undefined) return found;
  let seen = 0;
  for (let at = 0; at < found.length; at++) {
    if (found.charAt(at) !== ' ') seen += 1;
    if (seen === length) return found.slice(0, at + 1);
  }
  return found;
}

/** ISO 13616: the first four characters moved to the end, letters as numbers from 10, modulo 97. */
function isIban(value: string): boolean {
  const compact = value.replaceAll(' ', '').toUpperCase();
  let rest = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const worth = Number.parseInt(character, 36);
    rest = (rest * (worth > 9 ? 100 : 10) + worth) % 97;
  }
  return rest === 1;
}
