import type { ChatCompletionChunk, ChatCompletionRequestStreaming, MLCEngine } from '@mlc-ai/web-llm';
import { HearthError, errorInfo } from '../../core/errors.ts';
import type { ChatMessage, GenerateRequest } from '../../core/generate-request.ts';
import type { ConversationId } from '../../core/ids.ts';
import type { ModelManifest } from '../../core/models/manifest.ts';
import { estimated, measured } from '../../core/quantity.ts';
import type { Quantity } from '../../core/quantity.ts';
import type { EndReason } from '../../core/stream-part.ts';
import type { BackendChoice } from '../../ports/engine.ts';
import type { HearStop } from '../../protocol/part-stream.ts';
import type { AnswerDelta, AnswerEnd, LoadedModel } from '../loaded-model.ts';
import type { Seal } from '../message-seams.ts';
import { asGiven, promptPieces } from './chat-config.ts';
import type { ChatConfig } from './chat-config.ts';
import type { DeviceWatch } from './device-watch.ts';
import type { PipelineView } from './pipeline-view.ts';
import type { TokenWatch } from './token-watch.ts';

export interface WebLlmParts {
  readonly engine: MLCEngine;
  readonly config: ChatConfig;
  readonly seal: Seal;
  readonly view: PipelineView;
  readonly tokens: TokenWatch;
  readonly device: DeviceWatch;
}

/**
 * An MLC build run by web-llm, kept to what 0.2.79 and 0.2.86 share. The engine holds one conversation and goes on
 * with its cache only where the history is the one it wrote, byte for byte; any other is read anew.
 */
export class WebLlmModel implements LoadedModel {
  readonly manifest: ModelManifest;
  readonly choice: BackendChoice;
  readonly #parts: WebLlmParts;
  #conversation: ConversationId | null = null;
  /** The cache lacks the last token of an answer that was cut off, and after an error it is not to be trusted. */
  #isStale = false;

  constructor(manifest: ModelManifest, choice: BackendChoice, parts: WebLlmParts) {
    this.manifest = manifest;
    this.choice = choice;
    this.#parts = parts;
  }

  /** Allocated whole when the model is loaded, and never given back before it is unloaded. */
  get kvCacheBytes(): Quantity {
    return estimated(this.manifest.contextWindow * this.manifest.kvBytesPerToken);
  }

  countTokens(messages: readonly ChatMessage[]): number {
    const { config, view } = this.#parts;
    const prefix = config.conv_template.system_prefix_token_ids?.length ?? 0;
    return promptPieces(config, this.#sealed(messages)).reduce((sum, piece) => sum + view.encode(piece).length, prefix);
  }

  async *generate(
    request: GenerateRequest,
    signal: AbortSignal,
    hearStop: HearStop,
  ): AsyncGenerator<AnswerDelta | AnswerEnd, void, undefined> {
    const { engine, config, view, tokens, device } = this.#parts;
    device.throwIfGone();
    const startMs = performance.now();
    const promptTokens = this.countTokens(request.messages);
    const { contextWindow } = this.manifest;
    // web-llm would notice after it has changed its conversation.
    if (promptTokens + 1 > contextWindow)
      throw new HearthError(errorInfo('context-overflow', `${promptTokens} tokens, the window has ${contextWindow}`));
    const tally = new Tally(startMs, promptTokens);
    if (signal.aborted) return yield tally.end('cancelled');
    // It gives its logits only while it generates, and would write the choice into the conversation that it holds.
    if (request.choices !== undefined) return yield tally.end('stop');

    if (this.#isStale) await engine.resetChat();
    this.#isStale = true;
    this.#conversation = request.conversationId;
    const held = view.cachedTokens;
    tokens.begin(() => tally.promptRead(view.cachedTokens, tokens.isReset ? 0 : held));
    const stopIds = new Set(config.conv_template.stop_token_ids);
    const stream = await device.orGone(engine.chat.completions.create(this.#completionRequest(request)));
    const chunks = stream[Symbol.asyncIterator]();
    // A stop asked for while the prompt is read is forgotten by web-llm, so it is asked for again at every chunk.
    const interrupt = () => void engine.interruptGenerate();
    signal.addEventListener('abort', interrupt);
    let isDrained = false;
    try {
      let reason: EndReason = 'stop';
      for (;;) {
        const next = await device.orGone(chunks.next());
        if (next.done === true) break;
        hearStop();
        if (signal.aborted) interrupt();
        const choice = next.value.choices[0];
        if (choice === undefined) continue;
        reason = reasonOf(choice) ?? reason;
        const made = tokens.take().filter(({ id }) => !stopIds.has(id));
        const text = choice.delta.content ?? '';
        if (made.length === 0 && text === '') continue;
        tally.made(made.length);
        const logprob = made.reduce((sum, token) => sum + token.logprob, 0);
        const margin = made.reduce((sum, token) => sum + token.margin, 0);
        yield { type: 'text-delta', text, tokens: made.length, ...(made.length === 0 ? {} : { logprob, margin }) };
      }
      isDrained = true;
      this.#isStale = reason !== 'stop';
      yield tally.end(reason);
    } finally {
      signal.removeEventListener('abort', interrupt);
      // A stream left before its end keeps 0.2.79 locked for good.
      if (!isDrained) await drain(chunks, interrupt, device);
    }
  }

  async forget(conversation: ConversationId): Promise<void> {
    if (this.#conversation !== conversation) return;
    this.#conversation = null;
    this.#isStale = false;
    await this.#parts.engine.resetChat();
  }

  async dispose(): Promise<void> {
    try {
      await this.#parts.engine.unload();
    } catch (caught) {
      // There is nothing left to free on a lost device.
      if (!this.#parts.device.isGone) throw caught;
    }
  }

  #completionRequest({ messages, sampling, responseSchema }: GenerateRequest): ChatCompletionRequestStreaming {
    const { temperature, topP, maxTokens, seed } = sampling;
    return {
      stream: true,
      messages: asGiven(this.#parts.config, this.#sealed(messages)),
      temperature,
      top_p: topP,
      max_tokens: maxTokens,
      ...(seed === undefined ? {} : { seed }),
      ...(responseSchema === undefined ? {} : { response_format: { type: 'json_object', schema: responseSchema } }),
    };
  }

  /** What marks a turn is its template's alone. */
  #sealed(messages: readonly ChatMessage[]): readonly ChatMessage[] {
    return messages.map(({ role, content }) => ({ role, content: this.#parts.seal(content) }));
  }
}

/** Figures of one answer, taken as it is made. */
class Tally {
  readonly #startMs: number;
  #promptTokens: number;
  #cachedTokens = 0;
  #completionTokens = 0;
  #firstMs: number | null = null;
  #lastMs: number;

  constructor(startMs: number, promptTokens: number) {
    this.#startMs = startMs;
    this.#lastMs = startMs;
    this.#promptTokens = promptTokens;
  }

  /** `cached`: how many tokens of the prompt were already held. */
  promptRead(promptTokens: number, cachedTokens: number): void {
    this.#promptTokens = promptTokens;
    this.#cachedTokens = cachedTokens;
    this.#firstMs = performance.now();
    this.#lastMs = this.#firstMs;
  }

  made(tokens: number): void {
    this.#completionTokens += tokens;
    this.#lastMs = performance.now();
  }

  end(reason: EndReason): AnswerEnd {
    const firstMs = this.#firstMs ?? this.#lastMs;
    return {
      type: 'stream-end',
      reason,
      usage: {
        promptTokens: measured(this.#promptTokens),
        cachedPromptTokens: measured(this.#cachedTokens),
        completionTokens: measured(this.#completionTokens),
        ttftMs: measured(firstMs - this.#startMs),
        prefillMs: this.#firstMs === null ? null : measured(firstMs - this.#startMs),
        decodeMs: measured(this.#lastMs - firstMs),
        totalMs: measured(performance.now() - this.#startMs),
      },
    };
  }
}

function reasonOf({ finish_reason }: ChatCompletionChunk.Choice): EndReason | null {
  if (finish_reason === 'abort') return 'cancelled';
  return finish_reason === 'length' || finish_reason === 'stop' ? finish_reason : null;
}

async function drain(chunks: AsyncIterator<unknown>, interrupt: () => void, device: DeviceWatch): Promise<void> {
  while (!device.isGone) {
    interrupt();
    // What failed has been told already; it ends the stream.
    const next = await device.orGone(chunks.next()).catch(() => null);
    if (next === null || next.done === true) return;
  }
}
