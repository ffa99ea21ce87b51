import { findAddresses } from './addresses.ts';
import { findContacts } from './contacts.ts';
import { findNames } from './names.ts';
import { findNumbers } from './numbers.ts';
import { findSecrets } from './secrets.ts';
import { withCapitals } from './word-lists.ts';

/** What kinds of personal data are looked for. `secret`: a password, key or token. */
export type PersonalDataType =
  | 'person'
  | 'place'
  | 'organisation'
  | 'email'
  | 'phone'
  | 'card'
  | 'iban'
  | 'ip'
  | 'url'
  | 'date'
  | 'address'
  | 'id'
  | 'secret';

/** Where it stands: UTF-16 offsets, the end excluded. */
export interface PersonalSpan {
  readonly type: PersonalDataType;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What wins where two overlap: the surer kind. Of the same rank the longer one. */
const RANK: Record<PersonalDataType, number> = {
  secret: 0,
  email: 1,
  url: 1,
  iban: 1,
  card: 1,
  ip: 1,
  date: 1,
  id: 2,
  address: 3,
  phone: 4,
  organisation: 5,
  place: 5,
  person: 5,
};

/**
 * Personal data in a text, in its order, without overlaps. Patterns with their checksums where there are any; names by
 * lists and by the words around them. It misses some and takes some for more than they are: a person reads the result.
 */
export function findPersonalData(text: string): readonly PersonalSpan[] {
  const cased = withCapitals(text);
  const found = [
    ...findSecrets(text),
    ...findContacts(text),
    ...findNumbers(text),
    ...findAddresses(cased),
    ...findNames(cased),
  ];
  const ranked = found
    .filter(({ start, end }) => end > start)
    .toSorted((a, b) => RANK[a.type] - RANK[b.type] || b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: PersonalSpan[] = [];
  for (const { type, start, end } of ranked) {
    if (kept.some((other) => start < other.end && other.start < end)) continue;
    kept.push({ type, start, end, text: text.slice(start, end) });
  }
  return kept.toSorted((a, b) => a.start - b.start);
}
