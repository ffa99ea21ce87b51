import { describe, expect, it } from 'vitest';
import { chatCompletionsUrl } from './endpoint-url.ts';
import { ENDPOINT_PRESETS } from './endpoint-presets.ts';

describe('the URL of the chat completions call', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com/v1/chat/completions'],
    ['https://api.example.com/', 'https://api.example.com/v1/chat/completions'],
    ['  https://api.example.com/v1  ', 'https://api.example.com/v1/chat/completions'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1/chat/completions'],
    ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api/v1/chat/completions'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1/chat/completions'],
    ['https://api.example.com/v1/chat/completions/', 'https://api.example.com/v1/chat/completions'],
    ['http://192.168.1.20:8000/v1', 'http://192.168.1.20:8000/v1/chat/completions'],
    ['http://[::1]:11434', 'http://[::1]:11434/v1/chat/completions'],
    ['HTTPS://API.Example.com/V2', 'https://api.example.com/V2/chat/completions'],
    ['https://x.azure.com/openai?api-version=1#top', 'https://x.azure.com/openai/chat/completions?api-version=1'],
  ])('%s → %s', (typed, url) => {
    expect(chatCompletionsUrl(typed)).toBe(url);
  });

  it('takes http for this machine and the local network when no scheme was typed, https elsewhere', () => {
    expect(chatCompletionsUrl('localhost:11434')).toBe('http://localhost:11434/v1/chat/completions');
    expect(chatCompletionsUrl('10.0.0.7/v1')).toBe('http://10.0.0.7/v1/chat/completions');
    expect(chatCompletionsUrl('studio.local:1234')).toBe('http://studio.local:1234/v1/chat/completions');
    expect(chatCompletionsUrl('localhost.example.com')).toBe('https://localhost.example.com/v1/chat/completions');
    expect(chatCompletionsUrl('api.example.com/v1')).toBe('https://api.example.com/v1/chat/completions');
  });

  it.each([
    'ftp://example.com',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://',
    'https://user:secret@example.com',
    'https://exa mple.com',
    'https://example.com:99999',
    'data:text/plain,x',
  ])('refuses %s', (typed) => {
    expect(chatCompletionsUrl(typed)).toMatchObject({ code: 'cloud-bad-url' });
  });

  it('says not configured for an empty endpoint', () => {
    expect(chatCompletionsUrl('  ')).toMatchObject({ code: 'cloud-not-configured' });
  });

  it.each(ENDPOINT_PRESETS)('has a call for the preset $name', ({ endpointUrl }) => {
    expect(chatCompletionsUrl(endpointUrl)).toBe(`${endpointUrl}/chat/completions`);
  });
});
