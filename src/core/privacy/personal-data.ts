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
