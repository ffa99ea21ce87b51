import { HearthError, errorInfo } from '../../core/errors.ts';
import type { GenerateRequest } from '../../core/generate-request.ts';
import { measured } from '../../core/quantity.ts';
import type { EndReason, StreamPart } from '../../core/stream-part.ts';
import { Detokenizer } from './detokenizer.ts';
import { seededRandom } from './random.ts';
import { chooseToken } from './sampler.ts';
import { weighChoices } from './weigh-choices.ts';
import { commonPrefix, idsOf, tokenise } from './token-history.ts';
import type { Segment } from './token-history.ts';

/** What generation needs of a cache: see `KvCache`. */
export interface TokenCache {
  readonly ids: readonly number[];
  crop(length: number): Promise<void>;
}

/** What generation needs of a model: see `LanguageModel`. */
export interface TokenModel<Cache extends TokenCache> {
  readonly endIds: ReadonlySet<number>;
  readonly escalateId: number | null;
  render(messages: GenerateRequest['messages']): string;
  /** A message's text as `render` writes it, before what a template itself may do with it. */
  readonly seal: (text: string) => string;
  readonly encode: (text: string) => readonly number[];
  readonly decode: (ids: readonly number[]) => string;
  read(ids: readonly number[], cache: Cache): Promise<Float32Array>;
}

/** A conversation the model has read: what the cache holds, and the text those tokens stand for. */
export interface Memory<Cache extends TokenCache> {
  readonly cache: Cache;
  segments: readonly Segment[];
}

export interface GenerationLimits {
  /** Tokens of prompt and answer together. */
  readonly contextWindow: number;
  /** Prompt tokens read in one run; between runs a stop is heard. */
  readonly prefillChunk: number;
}

/** The messages as the model sees them, up to where the answer begins. */
export function tokensOf(
  messages: GenerateRequest['messages'],
  model: Pick<TokenModel<TokenCache>, 'render' | 'seal' | 'encode'>,
  known: readonly Segment[],
): { readonly segments: readonly Segment[]; readonly ids: readonly number[] } {
  const answers = messages.filter(({ role }) => role === 'assistant').map(({ content }) => model.seal(content));
  const segments = tokenise(model.render(messages), answers, known, model.encode);
  return { segments, ids: idsOf(segments) };
}

type Ending = Extract<StreamPart, { type: 'stream-end' }>;
type Weighed = Extract<StreamPart, { type: 'choices-weighed' }>;
type Delta = Extract<StreamPart, { type: 'text-delta' }>;

/**
 * Reads the prompt, then makes tokens until one ends the answer, the limit or the window is reached, or the
 * signal aborts, which it gives `hearEvents` time to do between runs. Throws `HearthError` `context-overflow` when the prompt leaves no room for a token.
 */
export async function* generateAnswer<Cache extends TokenCache>(
  model: TokenModel<Cache>,
  memory: Memory<Cache>,
  { messages, sampling, choices }: GenerateRequest,
  { contextWindow, prefillChunk }: GenerationLimits,
  signal: AbortSignal,
  hearEvents: () => Promise<void>,
): AsyncGenerator<Delta | Weighed | Ending, void, undefined> {
  const startMs = performance.now();
  const { cache } = memory;
  const { segments: prompt, ids: promptIds } = tokensOf(messages, model, memory.segments);
  if (promptIds.length + 1 > contextWindow) {
    throw new HearthError(errorInfo('context-overflow', `${promptIds.length} tokens, the window has ${contextWindow}`));
  }
  // One token at least must be read anew: the cache keeps no logits.
  const cached = Math.min(commonPrefix(cache.ids, promptIds), promptIds.length - 1);
  await cache.crop(cached);
  // A cache that cannot be cropped comes back empty.
  const reused = cache.ids.length;
  memory.segments = prompt;

  const made: number[] = [];
  let text = '';
  let firstMs: number | null = null;
  let lastMs = startMs;
  let prefillMs = 0;
  let isRead = false;
  const end = (reason: EndReason): Ending => ({
    type: 'stream-end',
    reason,
    usage: {
      promptTokens: measured(promptIds.length),
      cachedPromptTokens: measured(reused),
      completionTokens: measured(made.length),
      ttftMs: measured((firstMs ?? lastMs) - startMs),
      prefillMs: isRead ? measured(prefillMs) : null,
      decodeMs: measured(lastMs - (firstMs ?? lastMs)),
      totalMs: measured(performance.now() - startMs),
    },
  });

  let logits: Float32Array | null = null;
  const prefillStartMs = performance.now();
  for (let at = reused; at < promptIds.length; at += prefillChunk) {
    await hearEvents();
    if (signal.aborted) return yield end('cancelled');
    logits = await model.read(promptIds.slice(at, at + prefillChunk), cache);
    lastMs = performance.now();
    prefillMs = lastMs - prefillStartMs;
  }
  isRead = true;
  if (logits === null) throw new HearthError(errorInfo('generation-failed', 'an empty prompt'));

  if (choices !== undefined) {
    // The cache keeps what the next turn has in common with this: all but the question.
    yield { type: 'choices-weighed', logprobs: weighChoices(logits, choices, model.encode) };
    return yield end('stop');
  }

  const random = seededRandom(sampling.seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  const detokenizer = new Detokenizer(model.decode);
  let reason: EndReason | null = null;
  try {
    while (reason === null) {
      const { id, logprob, margin } = chooseToken(logits, sampling, random);
      const knownMs = performance.now();
      firstMs ??= knownMs;
      if (model.endIds.has(id)) {
        reason = id === model.escalateId ? 'escalate' : 'stop';
        break;
      }
      lastMs = knownMs;
      made.push(id);
      const piece = detokenizer.push(id);
      text += piece;
      yield { type: 'text-delta', text: piece, tokens: 1, logprob, margin };
      if (promptIds.length + made.length >= contextWindow || made.length >= sampling.maxTokens) reason = 'length';
      await hearEvents();
      if (signal.aborted) reason ??= 'cancelled';
      else if (reason === null) logits = await model.read([id], cache);
    }
    const rest = detokenizer.flush();
    text += rest;
    if (rest !== '') yield { type: 'text-delta', text: rest, tokens: 0 };
    yield end(reason);
  } finally {
    memory.segments = [...prompt, { kind: 'answer', text: model.seal(text), ids: made }];
  }
}
