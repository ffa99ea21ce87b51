import { findNumbers } from './numbers.ts';
import type { PersonalDataType } from './personal-data.ts';
import { findSecrets } from './secrets.ts';

const NAMES: Partial<Record<PersonalDataType, string>> = {
  secret: 'a password or key',
  card: 'a card number',
  iban: 'a bank account number',
  id: 'an identity number',
};

/** Kinds of secret in a text, in words, each once. Without any list of names: it is asked at every prompt. */
export function sensitiveKinds(text: string): readonly string[] {
  const kinds = new Set<string>();
  for (const { type } of [...findSecrets(text), ...findNumbers(text)]) {
    const name = NAMES[type];
    if (name !== undefined) kinds.add(name);
  }
  return [...kinds];
}
