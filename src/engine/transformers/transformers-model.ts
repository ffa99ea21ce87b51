import { HearthError } from '../../core/errors.ts';
import type { ChatMessage, GenerateRequest } from '../../core/generate-request.ts';
import type { ConversationId } from '../../core/ids.ts';
import type { ModelManifest } from '../../core/models/manifest.ts';
import { measured } from '../../core/quantity.ts';
import type { Quantity } from '../../core/quantity.ts';
import type { BackendChoice } from '../../ports/engine.ts';
import type { HearStop } from '../../protocol/part-stream.ts';
import { eventBreaks } from '../generation/event-breaks.ts';
import { generateAnswer, tokensOf } from '../generation/generation.ts';
import type { Memory } from '../generation/generation.ts';
import type { AnswerDelta, AnswerEnd, ChoicesWeighed, LoadedModel } from '../loaded-model.ts';
import type { KvCache } from './kv-cache.ts';
import type { LanguageModel } from './language-model.ts';

/** Prompt tokens a run: on WASM small, since a stop is only heard between runs; on the GPU large, since it is fast. */
const PREFILL_CHUNK = { wasm: 64, webgpu: 512 } as const;

/** An ONNX model run by transformers.js, with the cache of the one conversation it was asked about last. */
export class TransformersModel implements LoadedModel {
  readonly manifest: ModelManifest;
  readonly choice: BackendChoice;
  readonly #model: LanguageModel;
  /** The device its tensors live on; null on WASM. */
  readonly #device: GPUDevice | null;
  #memory: (Memory<KvCache> & { readonly conversation: ConversationId }) | null = null;

  constructor(manifest: ModelManifest, choice: BackendChoice, model: LanguageModel, device: GPUDevice | null) {
    this.manifest = manifest;
    this.choice = choice;
    this.#model = model;
    this.#device = device;
  }

  get kvCacheBytes(): Quantity {
    return measured(this.#memory?.cache.bytes ?? 0);
  }

  async *generate(
    request: GenerateRequest,
    signal: AbortSignal,
    hearStop: HearStop,
  ): AsyncGenerator<AnswerDelta | ChoicesWeighed | AnswerEnd, void, undefined> {
    const { contextWindow } = this.manifest;
    const limits = { contextWindow, prefillChunk: PREFILL_CHUNK[this.choice.backend] };
    const memory = await this.#recall(request.conversationId);
    try {
      yield* generateAnswer(this.#model, memory, request, limits, signal, eventBreaks(hearStop));
    } catch (caught) {
      // Nothing was read yet when a prompt is found too long; after anything else the cache is not to be trusted.
      const isUntouched = caught instanceof HearthError && caught.info.code === 'context-overflow';
      if (!isUntouched) this.#memory = null;
      throw caught;
    }
  }

  countTokens(messages: readonly ChatMessage[]): number {
    return tokensOf(messages, this.#model, this.#memory?.segments ?? []).ids.length;
  }

  async forget(conversation: ConversationId): Promise<void> {
    if (this.#memory?.conversation === conversation) await this.#dropMemory();
  }

  async dispose(): Promise<void> {
    await this.#dropMemory();
    await this.#model.dispose();
  }

  /** One conversation is held at a time: a second cache would cost as much memory again. */
  async #recall(conversation: ConversationId): Promise<Memory<KvCache>> {
    if (this.#memory?.conversation !== conversation) {
      await this.#dropMemory();
      this.#memory = { conversation, cache: this.#model.createCache(this.#device), segments: [] };
    }
    return this.#memory;
  }

  async #dropMemory(): Promise<void> {
    const memory = this.#memory;
    this.#memory = null;
    await memory?.cache.clear();
  }
}
