import { expect, test } from 'vitest';
import { safeUrl } from './safe-url.ts';

test.each([
  ['https://a.example/b?c#d', 'https://a.example/b?c#d'],
  [' http://a.example ', 'http://a.example/'],
  ['HTTPS://A.example', 'https://a.example/'],
  ['mailto:me@a.example', 'mailto:me@a.example'],
])('links to %s', (href, url) => {
  expect(safeUrl(href)).toBe(url);
});

test.each([
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://a.example/1',
  'about:blank',
  '//a.example',
  '/path',
  '#hash',
  'path',
  '',
  'https://',
])('does not link to %j', (href) => {
  expect(safeUrl(href)).toBeNull();
});
