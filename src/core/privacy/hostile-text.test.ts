import { expect, it } from 'vitest';
import { findPersonalData } from './personal-data.ts';

/** Backtracking would take minutes, beyond any time limit of the test runner. */
it.each([
  'A',
  'A-B-',
  'Anna ',
  '1 ',
  '1',
  'a.b@',
  'Suite 12 Box 3 ',
  '12 Anna Bob 13 ',
  '12 Ab\n\n\n',
  'ab:',
  '[PERSON_',
])('comes to an end with %j over and over', (piece) => {
  const text = piece.repeat(Math.ceil(20_000 / piece.length));
  for (const { start, end, text: found } of findPersonalData(text)) expect(text.slice(start, end)).toBe(found);
});
