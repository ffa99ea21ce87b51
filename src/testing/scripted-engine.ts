import { HearthError, errorInfo } from '../core/errors.ts';
import type { ErrorInfo } from '../core/errors.ts';
import type { ChatMessage, GenerateRequest } from '../core/generate-request.ts';
import type { ConversationId } from '../core/ids.ts';
import type { Footprint } from '../core/models/footprint.ts';
import { buildFor } from '../core/models/manifest.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import { measured } from '../core/quantity.ts';
import type { EnginePreference } from '../core/settings.ts';
import type { EndReason, StreamPart } from '../core/stream-part.ts';
import type { BackendChoice, Engine, LoadPart } from '../ports/engine.ts';

/** What the engine says to one request. */
export interface Script {
  /** One delta each. */
  readonly tokens: readonly string[];
  /** Log-probabilities of the choices, where it is asked to weigh them. */
  readonly choices?: readonly number[];
  /** How it ends when nothing ends it before; `stop` unless told. */
  readonly end?: 'stop' | 'escalate' | ErrorInfo;
  /** Awaited before each token, to hold an answer in the middle. */
  readonly beforeToken?: (index: number) => Promise<void>;
}

export interface ScriptedEngineOptions {
  readonly answer: (request: GenerateRequest) => Script;
  readonly choice?: BackendChoice;
  /** Asked at each load; an error ends it. */
  readonly loadError?: (model: ModelManifest) => ErrorInfo | null;
  /** Awaited during a load, to hold it. */
  readonly duringLoad?: () => Promise<void>;
  /** Gives each load a self-test, and what it finds wrong. */
  readonly duringTest?: () => Promise<ErrorInfo | null>;
}

/** An `Engine` without a model: says what a script says, counts words as tokens, remembers what it was asked. */
export class ScriptedEngine implements Engine {
  readonly requests: GenerateRequest[] = [];
  readonly loads: EnginePreference[] = [];
  readonly #options: ScriptedEngineOptions;
  #model: ModelManifest | null = null;
  #choice: BackendChoice | null = null;
  #cache: { readonly conversation: ConversationId; readonly words: readonly string[] } | null = null;

  constructor(options: ScriptedEngineOptions) {
    this.#options = options;
  }

  async *load(
    model: ModelManifest,
    preference: EnginePreference,
    signal: AbortSignal,
  ): AsyncGenerator<LoadPart, void, undefined> {
    await this.unload();
    this.loads.push(preference);
    const backend = preference === 'webgpu' ? 'webgpu' : 'wasm';
    const totalBytes = buildFor(model, backend).downloadBytes;
    yield { type: 'load-progress', stage: 'weights', loadedBytes: 0, totalBytes };
    await this.#options.duringLoad?.();
    if (signal.aborted) return yield { type: 'load-cancelled' };
    const error = this.#options.loadError?.(model) ?? null;
    if (error !== null) return yield { type: 'load-error', error };
    yield { type: 'load-progress', stage: 'weights', loadedBytes: totalBytes, totalBytes };
    this.#model = model;
    this.#choice = this.#options.choice ?? { backend, why: 'The script says so.', adapter: null };
    if (this.#options.duringTest !== undefined) {
      yield { type: 'load-usable', choice: this.#choice, loadMs: 1 };
      const fault = await this.#options.duringTest();
      if (signal.aborted) return yield { type: 'load-cancelled' };
      if (fault !== null) {
        this.#model = null;
        return yield { type: 'load-error', error: fault };
      }
    }
    yield { type: 'load-end', choice: this.#choice, loadMs: 1 };
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamPart, void, undefined> {
    this.requests.push(request);
    const model = this.#model;
    if (model === null || this.#choice === null) {
      return yield { type: 'stream-error', error: errorInfo('model-not-loaded') };
    }
    yield { type: 'stream-start', modelId: model.id, where: 'device', backend: this.#choice.backend };
    const prompt = wordsOf(request.messages);
    if (prompt.length + 1 > model.contextWindow) {
      return yield { type: 'stream-error', error: errorInfo('context-overflow') };
    }
    const script = this.#options.answer(request);
    const cached = this.#cachedWords(request.conversationId, prompt);
    const made: string[] = [];
    const end = (reason: EndReason): StreamPart => {
      const answer = { role: 'assistant', content: made.join('') } as const;
      this.#cache = { conversation: request.conversationId, words: wordsOf([...request.messages, answer]) };
      return streamEnd(reason, prompt.length, cached, made.length);
    };
    if (request.choices !== undefined) {
      await script.beforeToken?.(0);
      if (signal.aborted) return yield end('cancelled');
      yield { type: 'choices-weighed', logprobs: script.choices ?? request.choices.map(() => -1) };
      return yield end('stop');
    }
    for (const [index, token] of script.tokens.entries()) {
      await script.beforeToken?.(index);
      if (signal.aborted) return yield end('cancelled');
      made.push(token);
      yield { type: 'text-delta', text: token, tokens: 1, logprob: -0.1, margin: 3 };
      const isFull = prompt.length + made.length >= model.contextWindow;
      if (isFull || made.length >= request.sampling.maxTokens) return yield end('length');
    }
    if (signal.aborted) return yield end('cancelled');
    const ending = script.end ?? 'stop';
    yield typeof ending === 'string' ? end(ending) : { type: 'stream-error', error: ending };
  }

  unload(): Promise<void> {
    this.#model = null;
    this.#choice = null;
    this.#cache = null;
    return Promise.resolve();
  }

  forget(conversation: ConversationId): Promise<void> {
    if (this.#cache?.conversation === conversation) this.#cache = null;
    return Promise.resolve();
  }

  countTokens(messages: readonly ChatMessage[]): Promise<number> {
    return this.#model === null
      ? Promise.reject(new HearthError(errorInfo('model-not-loaded')))
      : Promise.resolve(wordsOf(messages).length);
  }

  footprint(): Promise<Footprint> {
    const backend = this.#choice?.backend ?? 'wasm';
    return Promise.resolve({
      weightsBytes: measured(this.#model?.builds[backend]?.downloadBytes ?? 0),
      kvCacheBytes: measured((this.#cache?.words.length ?? 0) * (this.#model?.kvBytesPerToken ?? 0)),
      otherGpuBytes: measured(0),
      wasmHeapBytes: null,
      jsHeapBytes: null,
    });
  }

  #cachedWords(conversation: ConversationId, prompt: readonly string[]): number {
    if (this.#cache?.conversation !== conversation) return 0;
    const { words } = this.#cache;
    const differs = prompt.findIndex((word, index) => words[index] !== word);
    return Math.min(differs === -1 ? prompt.length : differs, prompt.length - 1);
  }
}

function wordsOf(messages: readonly ChatMessage[]): readonly string[] {
  return messages.flatMap(({ role, content }) => [`<${role}>`, ...content.split(/\s+/u).filter((word) => word !== '')]);
}

function streamEnd(
  reason: EndReason,
  promptTokens: number,
  cachedTokens: number,
  completionTokens: number,
): StreamPart {
  return {
    type: 'stream-end',
    reason,
    usage: {
      promptTokens: measured(promptTokens),
      cachedPromptTokens: measured(cachedTokens),
      completionTokens: measured(completionTokens),
      ttftMs: measured(1),
      prefillMs: measured(1),
      decodeMs: measured(1),
      totalMs: measured(2),
    },
  };
}
