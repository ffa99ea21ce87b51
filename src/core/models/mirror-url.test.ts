import { describe, expect, it } from 'vitest';
import { downloadHost, parseMirror } from './mirror-url.ts';

describe('a model mirror', () => {
  it.each([
    ['https://models.example.com', 'https://models.example.com'],
    ['  HTTPS://Models.Example.com/hub/ ', 'https://models.example.com/hub'],
    ['models.example.com', 'https://models.example.com'],
    ['http://10.0.0.5:8080/hf//', 'http://10.0.0.5:8080/hf'],
    ['http://[::1]:9000', 'http://[::1]:9000'],
  ])('typed as %j is %s', (typed, url) => {
    expect(parseMirror(typed)).toBe(url);
  });

  it('is none when nothing is typed', () => {
    expect(parseMirror('  ')).toBeNull();
  });

  it.each(['ftp://models.example.com', 'https://user@host', 'https://host?x=1', 'https://', 'a b', 'host:99999'])(
    'is not taken from %j',
    (typed) => {
      expect(parseMirror(typed)).toBeUndefined();
    },
  );
});

it('names the host that is asked', () => {
  expect(downloadHost('')).toBe('huggingface.co');
  expect(downloadHost('not an address')).toBe('huggingface.co');
  expect(downloadHost('https://models.example.com:8443/hub')).toBe('models.example.com:8443');
});
