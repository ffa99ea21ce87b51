import { expect, it } from 'vitest';
import { summarizeBody } from './body-summary.ts';

it('reads model and messages from the body itself and counts its UTF-8 bytes', () => {
  const body = '{"model":"big","messages":[{"role":"user","content":"Grüße"}]}';
  expect(summarizeBody(body)).toEqual({ model: 'big', messages: 1, bytes: body.length + 2 });
});

it('says nothing about a body it cannot read', () => {
  expect(summarizeBody('{"model":')).toEqual({ model: null, messages: null, bytes: 9 });
  expect(summarizeBody('[1]')).toEqual({ model: null, messages: null, bytes: 3 });
});
