import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Behaviour, type OpenAiServer, startOpenAiServer } from '../../e2e/servers/openai-server.ts';
import type { OutgoingPayload } from '../core/routing/decision.ts';
import { buildPayload, isPayload } from '../core/routing/outgoing-payload.ts';
import type { StreamPart } from '../core/stream-part.ts';
import { type CompletionOptions, streamCompletion } from './completion-stream.ts';
import { testConnection } from './connection-test.ts';

const KEY = 'sk-test-secret';
let account: { bytesIn: number; readonly ends: string[] };
const OPTIONS: CompletionOptions = {
  key: KEY,
  idleMs: 60_000,
  isOnline: () => true,
  leave: () =>
    Promise.resolve({
      received: (bytes) => {
        account.bytesIn += bytes;
      },
      end: (outcome) => {
        account.ends.push(outcome);
        return Promise.resolve();
      },
    }),
};

let server: OpenAiServer;
beforeEach(async () => {
  account = { bytesIn: 0, ends: [] };
  server = await startOpenAiServer();
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

describe('a completion over a real HTTP server', () => {
  it('posts the payload byte for byte, with the key and nothing of the page', async () => {
    const payload = payloadFor('Grüße 👋 "quoted"\n\ud800');
    await collect(payload);
    const [request] = server.requests;
    expect(request?.body).toBe(payload.body);
    expect(request?.method).toBe('POST');
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'content-type': 'application/json' });
    expect(request?.headers.cookie).toBeUndefined();
    expect(request?.headers.referer).toBeUndefined();
  });

  it('accounts for every byte of the answer, and says how it ended', async () => {
    await collect(payloadFor('Hi'));
    expect(account.bytesIn).toBeGreaterThan('The cloud answers: forty-two.'.length);
    expect(account.ends[0]).toBe('sent');
    account = { bytesIn: 0, ends: [] };
    server.behave('500');
    await collect(payloadFor('Hi'));
    expect(account.bytesIn).toBe(JSON.stringify({ detail: 'the model crashed' }).length);
    expect(account.ends).toEqual(['failed']);
  });

  it('sends nothing that may not leave', async () => {
    const refusal = { code: 'cloud-ungated' } as const;
    const parts = await collect(payloadFor('Hi'), { ...OPTIONS, leave: () => Promise.resolve(refusal) });
    expect(parts.at(-1)).toEqual({ type: 'stream-error', error: refusal });
    expect(server.requests).toEqual([]);
  });

  it('sends no authorization without a key', async () => {
    await collect(payloadFor('Hi'), { ...OPTIONS, key: null });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('yields a start, the words, and an end with the counts that the server measured', async () => {
    const parts = await collect(payloadFor('Hi'));
    expect(parts[0]).toEqual({ type: 'stream-start', modelId: 'test', where: 'cloud', backend: 'remote' });
    expect(textOf(parts)).toBe('The cloud answers: forty-two.');
    expect(parts.at(-1)).toMatchObject({
      type: 'stream-end',
      reason: 'stop',
      usage: {
        promptTokens: { value: 11, basis: 'measured' },
        completionTokens: { value: 4, basis: 'measured' },
        ttftMs: { basis: 'measured' },
        prefillMs: null,
        totalMs: { basis: 'measured' },
      },
    });
  });

  it('estimates tokens when the server counts none, and accepts a close without [DONE]', async () => {
    server.behave('ok-bare');
    const parts = await collect(payloadFor('Hi'));
    expect(parts.at(-1)).toMatchObject({
      type: 'stream-end',
      usage: { promptTokens: { basis: 'estimated' }, completionTokens: { value: 7, basis: 'estimated' } },
    });
  });

  it('takes one JSON object from a server that does not stream', async () => {
    server.behave('ok-not-streamed');
    const parts = await collect(payloadFor('Hi'));
    expect(textOf(parts)).toBe('The cloud answers: forty-two.');
    expect(parts.at(-1)).toMatchObject({
      reason: 'stop',
      usage: { completionTokens: { value: 4, basis: 'measured' } },
    });
  });

  it('says when the token limit ended the answer', async () => {
    server.behave('length');
    expect((await collect(payloadFor('Hi'))).at(-1)).toMatchObject({ type: 'stream-end', reason: 'length' });
  });

  it('stops when cancelled: the server sees the client leave, the words so far are kept', async () => {
    server.behave('slow');
    const controller = new AbortController();
    const parts: StreamPart[] = [];
    for await (const part of streamCompletion(payloadFor('Hi'), controller.signal, OPTIONS)) {
      parts.push(part);
      if (part.type === 'text-delta') controller.abort();
    }
    await server.clientLeft;
    expect(textOf(parts)).toMatch(/^The/);
    expect(parts.at(-1)).toMatchObject({ type: 'stream-end', reason: 'cancelled' });
  });
});

describe('a failure of the endpoint', () => {
  it.each<[Behaviour, object]>([
    ['400', { code: 'cloud-rejected', httpStatus: 400, detail: 'unknown model' }],
    ['401', { code: 'cloud-unauthorized', httpStatus: 401, detail: 'Incorrect API key provided: [key].' }],
    ['404', { code: 'cloud-not-found', httpStatus: 404, detail: 'model "test" not found, try pulling it first' }],
    ['429', { code: 'cloud-rate-limited', httpStatus: 429, retryAfterMs: 7000 }],
    ['500', { code: 'cloud-server-error', httpStatus: 500, detail: 'the model crashed' }],
    ['redirect', { code: 'cloud-unreachable' }],
    ['web-page', { code: 'cloud-stream-broken' }],
  ])('%s is an error of its own kind', async (behaviour, error) => {
    server.behave(behaviour);
    const parts = await collect(payloadFor('Hi'));
    expect(parts.map(({ type }) => type)).toEqual(['stream-start', 'stream-error']);
    expect(parts[1]).toMatchObject({ error });
  });

  it.each<[Behaviour, object]>([
    ['broken', { code: 'cloud-stream-broken' }],
    ['malformed', { code: 'cloud-stream-broken' }],
    ['error-in-stream', { code: 'cloud-server-error', httpStatus: 502, detail: 'Provider overloaded' }],
  ])('%s comes after the words that had arrived', async (behaviour, error) => {
    server.behave(behaviour);
    const parts = await collect(payloadFor('Hi'), OPTIONS, (text) => {
      if (text === 'The cloud') server.goOn();
    });
    expect(textOf(parts)).toBe('The cloud');
    expect(parts.at(-1)).toMatchObject({ type: 'stream-error', error });
  });

  it('times out when nothing arrives', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    server.behave('silent');
    const parts = collect(payloadFor('Hi'));
    await server.asked;
    vi.advanceTimersByTime(OPTIONS.idleMs - 1);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    expect((await parts).at(-1)).toMatchObject({ error: { code: 'cloud-timeout' } });
  });

  it('times out when the words stop coming', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    server.behave('slow');
    const parts = await collect(payloadFor('Hi'), OPTIONS, (text) => {
      if (text === 'The cloud') vi.advanceTimersByTime(OPTIONS.idleMs);
    });
    expect(textOf(parts)).toBe('The cloud');
    expect(parts.at(-1)).toMatchObject({ error: { code: 'cloud-timeout' } });
  });

  it('tells a dead server from being offline', async () => {
    const payload = payloadFor('Hi');
    await server.close();
    expect((await collect(payload)).at(-1)).toMatchObject({ error: { code: 'cloud-unreachable' } });
    const offline = await collect(payload, { ...OPTIONS, isOnline: () => false });
    expect(offline.at(-1)).toMatchObject({ error: { code: 'cloud-offline' } });
  });

  it('refuses an address that is no web address and a key that no header can carry, and sends nothing', async () => {
    const payload = payloadFor('Hi');
    const elsewhere = await collect({ ...payload, url: 'file:///etc/passwd' });
    expect(elsewhere.at(-1)).toMatchObject({ error: { code: 'cloud-bad-url' } });
    const odd = await collect(payload, { ...OPTIONS, key: 'key\nX-Evil: 1' });
    expect(odd.at(-1)).toMatchObject({ error: { code: 'cloud-unauthorized' } });
    expect(server.requests).toEqual([]);
  });
});

describe('a connection test', () => {
  it('tells the model that answered', async () => {
    const result = await testConnection(payloadFor('Hi'), new AbortController().signal, OPTIONS);
    expect(result).toMatchObject({ ok: true, model: 'test-model-1' });
  });

  it('tells what is wrong', async () => {
    server.behave('401');
    const result = await testConnection(payloadFor('Hi'), new AbortController().signal, OPTIONS);
    expect(result).toMatchObject({ ok: false, error: { code: 'cloud-unauthorized' } });
  });
});

function payloadFor(content: string): OutgoingPayload {
  const sampling = { temperature: 0, topP: 1, maxTokens: 32 };
  const built = buildPayload({ url: server.url, model: 'test' }, [{ role: 'user', content }], sampling);
  if (!isPayload(built)) throw new Error(built.code);
  return built;
}

async function collect(
  payload: OutgoingPayload,
  options = OPTIONS,
  onText: (soFar: string) => void = () => undefined,
): Promise<readonly StreamPart[]> {
  const parts: StreamPart[] = [];
  for await (const part of streamCompletion(payload, new AbortController().signal, options)) {
    parts.push(part);
    if (part.type === 'text-delta') onText(textOf(parts));
  }
  return parts;
}

function textOf(parts: readonly StreamPart[]): string {
  return parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
}
