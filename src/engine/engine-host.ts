import { HearthError, errorInfo } from '../core/errors.ts';
import type { ChatMessage, GenerateRequest } from '../core/generate-request.ts';
import type { ConversationId } from '../core/ids.ts';
import type { Footprint } from '../core/models/footprint.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { StreamPart } from '../core/stream-part.ts';
import type { EngineControl, LoadOrder, Outcome, WireLoadPart } from '../protocol/engine-protocol.ts';
import { modelLock } from '../protocol/model-store.ts';
import { sendParts } from '../protocol/part-stream.ts';
import type { HearStop } from '../protocol/part-stream.ts';
import { failureOf } from './failure.ts';
import { loadModel } from './load-model.ts';
import type { LoadedModel } from './loaded-model.ts';
import { footprintOf } from './memory/footprint.ts';
import type { Accounts } from './memory/footprint.ts';
import { emitted } from './part-channel.ts';

/** What lives in the worker: at most one model, whichever library runs it, and one thing done at a time. */
export class EngineHost implements EngineControl {
  readonly #accounts: Accounts;
  #loaded: LoadedModel | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  readonly #running = new Set<AbortController>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  load(order: LoadOrder, port: MessagePort): Promise<void> {
    return sendParts(port, (signal) => this.#load(order, signal));
  }

  generate(request: GenerateRequest, port: MessagePort): Promise<void> {
    return sendParts(port, (signal, hearStop) => this.#generate(request, signal, hearStop));
  }

  forget(conversation: ConversationId): Promise<void> {
    return this.#exclusive(async () => this.#loaded?.forget(conversation));
  }

  async countTokens(messages: readonly ChatMessage[]): Promise<Outcome<number>> {
    if (this.#loaded === null) return { ok: false, error: errorInfo('model-not-loaded') };
    try {
      return { ok: true, value: this.#loaded.countTokens(messages) };
    } catch (caught) {
      return { ok: false, error: failureOf(caught, 'generation-failed') };
    }
  }

  footprint(): Promise<Footprint> {
    return Promise.resolve(footprintOf(this.#loaded, this.#accounts));
  }

  async release(): Promise<Footprint> {
    for (const controller of this.#running) controller.abort();
    return this.#exclusive(async () => {
      await this.#loaded?.dispose();
      this.#loaded = null;
      this.#accounts.gpu.destroyDevices();
      return footprintOf(null, this.#accounts);
    });
  }

  async *#load(order: LoadOrder, signal: AbortSignal): AsyncGenerator<WireLoadPart, void, undefined> {
    try {
      yield* emitted<WireLoadPart>((emit) =>
        this.#exclusive(async () => {
          if (this.#loaded !== null)
            throw new HearthError(errorInfo('unexpected', 'this worker holds a model already'));
          this.#loaded = await whileKept(order.model, signal, () => loadModel(order, this.#accounts.gpu, signal, emit));
        }),
      );
    } catch (caught) {
      if (signal.aborted) yield { type: 'load-cancelled' };
      else yield { type: 'load-error', error: failureOf(caught, 'model-corrupt') };
    }
  }

  async *#generate(
    request: GenerateRequest,
    outer: AbortSignal,
    hearStop: HearStop,
  ): AsyncGenerator<StreamPart, void, undefined> {
    const controller = new AbortController();
    const signal = AbortSignal.any([outer, controller.signal]);
    this.#running.add(controller);
    try {
      const turn = await this.#take();
      try {
        yield* this.#answer(request, signal, hearStop);
      } finally {
        turn.resolve();
      }
    } catch (caught) {
      yield { type: 'stream-error', error: failureOf(caught, 'generation-failed') };
    } finally {
      this.#running.delete(controller);
    }
  }

  async *#answer(
    request: GenerateRequest,
    signal: AbortSignal,
    hearStop: HearStop,
  ): AsyncGenerator<StreamPart, void, undefined> {
    const loaded = this.#loaded;
    if (loaded === null) throw new HearthError(errorInfo('model-not-loaded'));
    yield { type: 'stream-start', modelId: loaded.manifest.id, where: 'device', backend: loaded.choice.backend };
    yield* loaded.generate(request, signal, hearStop);
  }

  /** Waits for what was asked before, then holds the others back until resolved. */
  async #take(): Promise<PromiseWithResolvers<void>> {
    const before = this.#queue;
    const turn = Promise.withResolvers<void>();
    this.#queue = turn.promise;
    await before;
    return turn;
  }

  async #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = await this.#take();
    try {
      return await work();
    } finally {
      turn.resolve();
    }
  }
}

/** A stored model's files stay what they are until this has ended. Rejects when aborted before it began. */
function whileKept<T>({ files }: ModelManifest, signal: AbortSignal, load: () => Promise<T>): Promise<T> {
  if (files.type !== 'stored') return load();
  return navigator.locks.request(modelLock(files.folder), { mode: 'shared', signal }, load);
}
