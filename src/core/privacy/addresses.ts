import { findAll, type Found } from './find.ts';
import { isCommonWord, isFirstName } from './word-lists.ts';

const WORD = String.raw`\p{Lu}[\p{L}\p{M}'’.-]{0,40}`;
const PARTICLE = String.raw`(?:de|la|le|les|du|des|del|della|dei|di|da|do|dos|van|von|der|den|het|ter|of|the|y|e|l'|d')`;
const NAME = String.raw`${WORD}(?: (?:${PARTICLE} ){0,2}${WORD}){0,4}`;
const UNIT = String.raw`(?:Suite|Apt\.?|Apartment|Unit|Flat|Floor|Room|P\.?O\.? ?Box|Postbox|Box|PSC|Boks|PMB|suite|apt\.?) ?#?\d+[A-Za-z]?(?:,? ?(?:Box|Unit) \d+)?`;
const KIND = String.raw`(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Place|Pl|Terrace|Tce|Way|Parkway|Pkwy|Highway|Hwy|Close|Crescent|Cres|Circle|Cir|Grove|Row|Walk|Alley|Mews|Gardens|Parade|Trail)\b\.?`;
/** Streets that are told by how the word ends, or how it begins. */
const SUFFIXED = String.raw`[\p{Lu}][\p{L}\p{M}'’-]{0,40}(?:stra(?:ss|ß)e|str\.|gasse|weg|platz|allee|ring|damm|ufer|laan|straat|plein|gracht|dijk|vej|gade|vägen|gatan|gata|väg|gränd|veien|vegen|gate|tie|katu|polku|utca|braut|götu|stræti|vegur)`;
const PREFIXED = String.raw`(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Ii]mpasse|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Cc]alle|[Cc]/|[Aa]venida|[Pp]laza|[Pp]aseo|[Rr]ua|[Tt]ravessa|[Uu]l\.|[Uu]lica|[Oo]s\.)`;
const NUMBER = String.raw`\d{1,5}(?:[-/]\d{1,4})?[A-Za-z]?\.?`;
/** Lines of mailing labels are marked so at times. */
const GAP = String.raw`[\s,>?]{1,8}`;
const ZIP = String.raw`(?:(?:[A-Z]{2,3} )?\d{4,6}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)`;
const REGION = String.raw`(?:[A-Z]{2,3})`;

const STREET = [
  String.raw`(?:\d{1,4}[ ,]{1,2})?${NUMBER} (?:(?:${PARTICLE} )?${WORD} ){1,4}?${KIND}(?: \d{1,4}\b)?`,
  String.raw`(?:\d{1,4}[ ,]{1,2})?${NUMBER},? ${PREFIXED} (?:${PARTICLE} ?){0,3}${NAME}(?:,? \d{1,4}\b)?`,
  String.raw`${PREFIXED} (?:${PARTICLE} ?){0,3}${NAME},? ${NUMBER}`,
  String.raw`(?:\d{1,4} )?${SUFFIXED},? ${NUMBER}`,
  String.raw`\d{1,4} ${SUFFIXED}`,
  String.raw`\d{1,4} (?:\d{1,4} )?${NAME} (?!(?:19|20)\d{2}\b)\d{1,4}\b\.?`,
].join('|');
const TAIL = String.raw`(?:${GAP}${UNIT})?(?:(?:${GAP}${NAME}){0,2}(?:${GAP}${REGION})?${GAP}${ZIP}(?![\d.-]))?(?:(?<=\d)(?: |, )${NAME})?`;

const FULL = new RegExp(
  String.raw`(?<![\p{L}\d.-])(?:(?:${UNIT}${GAP})?(?:${STREET})|${UNIT})(?![\p{L}\d])${TAIL}`,
  'dgu',
);
const CORNER = new RegExp(
  String.raw`\b[Tt]he corner of (?:${NAME}|${PREFIXED} ${NAME})(?: \d+)? and (?:${NAME}|${PREFIXED} ${NAME})(?: \d+)?`,
  'dgu',
);
const STREET_ALONE = new RegExp(
  String.raw`(?<![\p{L}])${WORD}(?: ${WORD}){0,2} (?:Street|Avenue|Boulevard|Road|Lane)\b`,
  'dgu',
);
const POSTCODE = new RegExp(
  String.raw`(?<![\p{L}\d])(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]{2} \d{5}(?:-\d{4})?)(?![\p{L}\d-])`,
  'dgu',
);
const ZIP_AFTER_NAME = new RegExp(String.raw`(?<=\p{Lu}[\p{L}\p{M}]+ )\d{5}(?![\d.,-]|\s*\p{Ll})`, 'dgu');

/** A street that nothing in its name tells, as in "Bygget 91". */
const PLAIN = new RegExp(
  String.raw`(?<=(?:\b(?:address|lives?|living|at|to|on|is|and|street)[: ]|\n)\s*)(?<value>${NAME} \d{1,4}[a-z]?)(?![\p{L}\d]|[.,:]\d)`,
  'dgu',
);

/** Street, number and what follows of town, region and code; boxes; codes alone. */
export function* findAddresses(text: string): Generator<Found> {
  yield* findAll('address', text, FULL);
  yield* findAll('address', text, PLAIN, (value) => {
    const words = value.split(' ').slice(0, -1);
    return words.every((word) => !isCommonWord(word) && !isFirstName(word));
  });
  yield* findAll('address', text, CORNER);
  yield* findAll('address', text, STREET_ALONE);
  yield* findAll('address', text, POSTCODE);
  yield* findAll('address', text, ZIP_AFTER_NAME);
}
