import { describe, expect, it } from 'vitest';
import type { GenerateRequest } from '../../core/generate-request.ts';
import { conversationId } from '../../core/ids.ts';
import type { StreamPart } from '../../core/stream-part.ts';
import { generateAnswer } from './generation.ts';
import type { Memory, TokenCache, TokenModel } from './generation.ts';

const END = 1;
const ESCALATE = 2;
const VOCABULARY = 128;

/** Holds ids; cuts them, or cannot and comes back empty. */
class ArrayCache implements TokenCache {
  ids: number[] = [];
  readonly #canCrop: boolean;
  constructor(canCrop = true) {
    this.#canCrop = canCrop;
  }
  crop(length: number): Promise<void> {
    if (length < this.ids.length) this.ids.length = this.#canCrop ? length : 0;
    return Promise.resolve();
  }
}

/** A token a character (ASCII). Says the script after any prompt, and notes the length of every run. */
class ScriptedModel implements TokenModel<ArrayCache> {
  readonly endIds = new Set([END, ESCALATE]);
  readonly escalateId = ESCALATE;
  readonly runs: number[] = [];
  readonly #script: readonly number[];
  #at = 0;
  onRun: () => void = () => undefined;

  constructor(text: string, ...end: readonly number[]) {
    this.#script = [...this.encode(text), ...end];
  }
  render(messages: GenerateRequest['messages']): string {
    return `${messages.map(({ role, content }) => `<${role}>${this.seal(content)}`).join('')}<assistant>`;
  }
  readonly seal = (text: string) => text.replaceAll('<', '<_');
  readonly encode = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
  readonly decode = (ids: readonly number[]) => ids.map((id) => (id < 3 ? '' : String.fromCharCode(id))).join('');

  read(ids: readonly number[], cache: ArrayCache): Promise<Float32Array> {
    this.runs.push(ids.length);
    this.onRun();
    // A run of one token goes on with the script, the end of a longer one begins it.
    this.#at = ids.length === 1 ? this.#at + 1 : 0;
    cache.ids = [...cache.ids, ...ids];
    const logits = new Float32Array(VOCABULARY);
    logits[this.#script[this.#at] ?? END] = 50;
    return Promise.resolve(logits);
  }
}

const SAMPLING = { temperature: 0, topP: 1, maxTokens: 100 };
const LIMITS = { contextWindow: 200, prefillChunk: 16 };
const newMemory = (cache = new ArrayCache()): Memory<ArrayCache> => ({ cache, segments: [] });

interface Setting {
  readonly memory?: Memory<ArrayCache>;
  readonly sampling?: GenerateRequest['sampling'];
  readonly limits?: typeof LIMITS;
  readonly signal?: AbortSignal;
}

async function run(model: ScriptedModel, messages: GenerateRequest['messages'], setting: Setting = {}) {
  const { memory = newMemory(), sampling = SAMPLING, limits = LIMITS, signal = new AbortController().signal } = setting;
  const request = { conversationId: conversationId('c'), messages, sampling };
  const parts: StreamPart[] = [];
  for await (const part of generateAnswer(model, memory, request, limits, signal, () => Promise.resolve()))
    parts.push(part);
  const last = parts.at(-1);
  if (last?.type !== 'stream-end') throw new Error('no end');
  const text = parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
  return { text, reason: last.reason, usage: last.usage, parts };
}

const ASK = [{ role: 'user', content: 'Hi' }] as const;

describe('generateAnswer', () => {
  it('ends with stop at an end token, which is neither text nor counted', async () => {
    const { text, reason, usage } = await run(new ScriptedModel('Hello', END), ASK);
    expect({ text, reason, tokens: usage.completionTokens.value }).toEqual({
      text: 'Hello',
      reason: 'stop',
      tokens: 5,
    });
  });

  it('ends with escalate at the escalate token', async () => {
    const { text, reason } = await run(new ScriptedModel('Ask a bigger one.', ESCALATE), ASK);
    expect({ text, reason }).toEqual({ text: 'Ask a bigger one.', reason: 'escalate' });
  });

  it('ends with length at the limit and where the window is full', async () => {
    const limited = await run(new ScriptedModel('Hello', END), ASK, { sampling: { ...SAMPLING, maxTokens: 3 } });
    expect([limited.text, limited.reason]).toEqual(['Hel', 'length']);
    // The prompt <user>Hi<assistant> has 19 tokens.
    const full = await run(new ScriptedModel('Hello', END), ASK, { limits: { ...LIMITS, contextWindow: 21 } });
    expect([full.text, full.reason]).toEqual(['He', 'length']);
  });

  it('throws before it reads anything when the prompt leaves no room for a token', async () => {
    const model = new ScriptedModel('Hello', END);
    await expect(run(model, ASK, { limits: { ...LIMITS, contextWindow: 19 } })).rejects.toThrow('context-overflow');
    expect(model.runs).toEqual([]);
  });

  it('reads a long prompt in chunks, and hears a stop between them', async () => {
    const model = new ScriptedModel('Hello', END);
    const controller = new AbortController();
    model.onRun = () => {
      if (model.runs.length === 2) controller.abort();
    };
    const long = [{ role: 'user', content: 'x'.repeat(60) }] as const;
    const { reason, usage } = await run(model, long, { signal: controller.signal });
    expect(model.runs).toEqual([16, 16]);
    expect([reason, usage.completionTokens.value, usage.prefillMs]).toEqual(['cancelled', 0, null]);
  });

  it('goes on from the cache with the tokens of its own answer', async () => {
    const memory = newMemory();
    const model = new ScriptedModel('Hello', END);
    await run(model, ASK, { memory });
    model.runs.length = 0;
    const next = [...ASK, { role: 'assistant', content: 'Hello' }, { role: 'user', content: 'Bye' }] as const;
    const { usage } = await run(model, next, { memory });
    // 19 of the prompt and 5 of the answer were read, the last one too: the end token came after it.
    expect(usage.cachedPromptTokens.value).toBe(24);
    expect(usage.promptTokens.value).toBe(model.encode(model.render(next)).length);
  });

  it('goes on from the cache after an answer that spells a mark of the template', async () => {
    const memory = newMemory();
    const model = new ScriptedModel('Write <user>', END);
    await run(model, ASK, { memory });
    const next = [...ASK, { role: 'assistant', content: 'Write <user>' }, { role: 'user', content: 'Bye' }] as const;
    const { usage } = await run(model, next, { memory });
    expect(usage.cachedPromptTokens.value).toBe(19 + 'Write <user>'.length);
  });

  it('reads one token anew when all of the prompt is in the cache', async () => {
    const memory = newMemory();
    const model = new ScriptedModel('Hello', END);
    await run(model, ASK, { memory });
    model.runs.length = 0;
    const { usage } = await run(model, ASK, { memory });
    expect(usage.cachedPromptTokens.value).toBe(18);
    expect(model.runs[0]).toBe(1);
  });

  it('reads all of it anew where the cache cannot be cut, and says so', async () => {
    const memory = newMemory(new ArrayCache(false));
    const model = new ScriptedModel('Hello', END);
    await run(model, ASK, { memory });
    const { usage } = await run(model, ASK, { memory });
    expect(usage.cachedPromptTokens.value).toBe(0);
    expect(memory.cache.ids.length).toBeGreaterThanOrEqual(19);
  });

  it('keeps what a stopped answer said, for the next turn', async () => {
    const memory = newMemory();
    const model = new ScriptedModel('Hello', END);
    const { text } = await run(model, ASK, { memory, sampling: { ...SAMPLING, maxTokens: 3 } });
    const next = [...ASK, { role: 'assistant', content: text }, { role: 'user', content: 'Go on' }] as const;
    const { usage } = await run(model, next, { memory });
    // The third token was chosen, not read.
    expect(usage.cachedPromptTokens.value).toBe(19 + 2);
  });
});
