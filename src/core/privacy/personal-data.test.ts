import { describe, expect, it } from 'vitest';
import { findPersonalData } from './personal-data.ts';
import { sensitiveKinds } from './sensitive-kinds.ts';

const finds = (text: string) => findPersonalData(text).map((span) => [span.type, span.text]);

describe('findPersonalData', () => {
  it.each([
    ['Mail me at anna.meyer+x@mail.example.co.uk.', 'email', 'anna.meyer+x@mail.example.co.uk'],
    ['You can call +44 20 7946 0958 today', 'phone', '+44 20 7946 0958'],
    ['You can call (030) 901820-11.', 'phone', '(030) 901820-11'],
    ['card 4111-1111-1111-1111 please', 'card', '4111-1111-1111-1111'],
    ['IBAN DE89 3704 0044 0532 0130 00 please', 'iban', 'DE89 3704 0044 0532 0130 00'],
    ['from 69.196.0.85 again', 'ip', '69.196.0.85'],
    ['from 2001:db8::8a2e:370:7334 again', 'ip', '2001:db8::8a2e:370:7334'],
    ['see https://example.org/u/anna?id=7.', 'url', 'https://example.org/u/anna?id=7'],
    ['born on 24.12.1990 there', 'date', '24.12.1990'],
    ['born on December 24, 1990 there', 'date', 'December 24, 1990'],
    ['ship to 221 Baker Street, London NW1 6XE please', 'address', '221 Baker Street, London NW1 6XE'],
    ['wir wohnen in der Hauptstraße 12, 10115 Berlin seit', 'address', 'Hauptstraße 12, 10115 Berlin'],
    ['j’habite 5 rue de la Paix, 75002 Paris depuis', 'address', '5 rue de la Paix, 75002 Paris'],
    ['my SSN is 752-52-8258', 'id', '752-52-8258'],
    ['passport number: C01X00T47', 'id', 'C01X00T47'],
    ['the password is hunter2!', 'secret', 'hunter2!'],
    ['use sk-proj-abcdefghij0123456789 for it', 'secret', 'sk-proj-abcdefghij0123456789'],
    ['token ghp_0123456789abcdefghijABCDEFGHIJ012345', 'secret', 'ghp_0123456789abcdefghijABCDEFGHIJ012345'],
    ['a letter to Mr. Davis about it', 'person', 'Mr. Davis'],
    ['yesterday Stephanie van der Berg called', 'person', 'Stephanie van der Berg'],
    ['my name is janice beneventi', 'person', 'janice beneventi'],
    ['she moved to Turkmenistan', 'place', 'Turkmenistan'],
    ['a letter from Hansen Ltd. arrived', 'organisation', 'Hansen Ltd'],
  ] as const)('%s', (text, type, value) => {
    expect(finds(text)).toContainEqual([type, value]);
  });

  it.each([
    'What is 1234.56 plus 20?',
    'Write a Python function that sorts a list. Use HTML and CSS.',
    'The war lasted from 1914 to 1918.',
    'On Monday the Supreme Court met.',
    'Paraphrase the following sentence in English.',
    'The card number 4111 1111 1111 1112 is wrong?'.replace('card ', ''),
    'My password is wrong, what now?',
    'Version 1.2.3 is out.',
  ])('finds nothing in: %s', (text) => {
    expect(finds(text)).toEqual([]);
  });

  it('gives spans in order that do not overlap and hold their text', () => {
    const text = 'Anna Meyer <anna@meyer.de>, Hauptstraße 12, 10115 Berlin, +49 30 901820, born 24.12.1990';
    const spans = findPersonalData(text);
    expect(spans.length).toBeGreaterThan(4);
    for (const [index, { start, end, text: found }] of spans.entries()) {
      expect(text.slice(start, end)).toBe(found);
      expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0);
    }
  });
});

describe('sensitiveKinds', () => {
  it('names each kind of secret once', () => {
    expect(sensitiveKinds('password: abcd1234 and token: efgh5678, card 4111111111111111')).toEqual([
      'a password or key',
      'a card number',
    ]);
    expect(sensitiveKinds('Anna lives in Berlin')).toEqual([]);
  });
});
