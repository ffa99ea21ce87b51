import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../generate-request.ts';
import { buildPayload, buildTestPayload, isPayload } from './outgoing-payload.ts';

const LOCAL = { url: 'http://localhost:8000/v1', model: 'llama' };
const GREEDY = { temperature: 0, topP: 1, maxTokens: 64 };
const MESSAGES: readonly ChatMessage[] = [{ role: 'user', content: 'Hi\n"there" <b>' }];

describe('the request that would leave', () => {
  it('is readable JSON with its keys in a fixed order', () => {
    expect(buildPayload(LOCAL, MESSAGES, GREEDY)).toEqual({
      url: 'http://localhost:8000/v1/chat/completions',
      body: `{
  "model": "llama",
  "messages": [
    {
      "role": "user",
      "content": "Hi\\n\\"there\\" <b>"
    }
  ],
  "temperature": 0,
  "max_tokens": 64,
  "stream": true,
  "stream_options": {
    "include_usage": true
  }
}`,
    });
  });

  it('holds nothing of a message but role and content', () => {
    const noted: ChatMessage = Object.assign({ role: 'user' as const, content: 'x' }, { secret: 'kept' });
    expect(JSON.stringify(buildPayload(LOCAL, [noted], GREEDY))).not.toContain('kept');
  });

  it('carries top_p and seed when they are set', () => {
    expect(parsed(buildPayload(LOCAL, MESSAGES, { ...GREEDY, topP: 0.9, seed: 7 }))).toMatchObject({
      top_p: 0.9,
      seed: 7,
    });
  });

  it('uses the limit’s new name for OpenAI, and no limit or temperature for its reasoning models', () => {
    const url = 'https://api.openai.com/v1';
    const plain = parsed(buildPayload({ url, model: 'gpt-4.1-mini' }, MESSAGES, GREEDY));
    expect(plain).toMatchObject({ temperature: 0, max_completion_tokens: 64 });
    expect(plain).not.toHaveProperty('max_tokens');
    const reasoning = parsed(buildPayload({ url, model: 'gpt-5-mini' }, MESSAGES, GREEDY));
    expect(Object.keys(reasoning)).toEqual(['model', 'messages', 'stream', 'stream_options']);
  });

  it('asks for one token in a test, without the user’s words', () => {
    expect(parsed(buildTestPayload(LOCAL))).toEqual({
      model: 'llama',
      messages: [{ role: 'user', content: 'Hi' }],
      max_tokens: 1,
      stream: false,
    });
  });

  it('cannot be built without an endpoint, a model, or with a bad URL', () => {
    expect(buildPayload({ url: '', model: 'm' }, MESSAGES, GREEDY)).toMatchObject({
      code: 'cloud-not-configured',
    });
    expect(buildPayload({ ...LOCAL, model: ' ' }, MESSAGES, GREEDY)).toMatchObject({
      code: 'cloud-not-configured',
    });
    expect(buildTestPayload({ url: 'ftp://x', model: 'm' })).toMatchObject({
      code: 'cloud-bad-url',
    });
  });
});

function parsed(built: ReturnType<typeof buildPayload>): Record<string, unknown> {
  if (!isPayload(built)) throw new Error(built.code);
  return JSON.parse(built.body);
}
