import { transfer, wrap } from 'comlink';
import type { ErrorInfo } from '../../src/core/errors.ts';
import type { ChatMessage, Sampling } from '../../src/core/generate-request.ts';
import { conversationId } from '../../src/core/ids.ts';
import type { Footprint } from '../../src/core/models/footprint.ts';
import { EMBER } from '../../src/core/models/ember.ts';
import type { ModelManifest } from '../../src/core/models/manifest.ts';
import type { EnginePreference } from '../../src/core/settings.ts';
import type { StreamPart } from '../../src/core/stream-part.ts';
import { createWorkerEngine } from '../../src/platform/worker-engine.ts';
import type { Engine, LoadPart } from '../../src/ports/engine.ts';
import type { EngineControl, WireLoadPart } from '../../src/protocol/engine-protocol.ts';
import { receiveParts } from '../../src/protocol/part-stream.ts';
import { ENGINE_CONTRACT } from '../../src/testing/engine-contract.ts';
import type { Hold } from '../../src/testing/ask-engine.ts';
import { holdWorker } from './hold.ts';

export interface Answer {
  readonly text: string;
  readonly deltas: readonly string[];
  readonly last: StreamPart;
}

const MODEL: ModelManifest = { ...EMBER, files: { type: 'origin', basePath: '/models/ember' } };

function startWorker(): Worker {
  return new Worker(new URL('./held-engine-worker.ts', import.meta.url), { type: 'module' });
}

/** The real engine in a page of its own, driven from a test. */
export class EngineLab {
  readonly workers: Worker[] = [];
  readonly #engine: Engine = createWorkerEngine(() => {
    const worker = startWorker();
    this.workers.push(worker);
    return worker;
  });
  #model = MODEL;
  #preference: EnginePreference = 'auto';
  #goOn: () => Promise<ErrorInfo | null> = () => Promise.reject(new Error('nothing is held'));

  /** The parts of the load, without the repeated progress within a stage. */
  async load(preference: EnginePreference, change: Partial<ModelManifest> = {}): Promise<readonly LoadPart[]> {
    this.#preference = preference;
    this.#model = { ...MODEL, ...change };
    const parts: LoadPart[] = [];
    for await (const part of this.#engine.load(this.#model, preference, new AbortController().signal)) {
      const before = parts.at(-1);
      if (before?.type === 'load-progress' && part.type === 'load-progress' && before.stage === part.stage) parts.pop();
      parts.push(part);
    }
    return parts;
  }

  /** Null when the check passes, else why it does not. */
  async check(name: string): Promise<string | null> {
    const check = ENGINE_CONTRACT[name];
    if (check === undefined) return 'no such check';
    const subject = {
      engine: this.#engine,
      model: this.#model,
      preference: this.#preference,
      // A software adapter takes its time for each.
      maxTokens: this.#preference === 'webgpu' ? 3 : 8,
      prompt: 'What is Hearth?',
      followUp: 'Does it work offline?',
      hold: () => this.#hold(),
    };
    try {
      await check(subject);
      return null;
    } catch (caught) {
      return String(caught);
    }
  }

  async ask(messages: readonly ChatMessage[], sampling: Sampling, conversation: string): Promise<Answer> {
    const deltas: string[] = [];
    let last: StreamPart | null = null;
    const request = { conversationId: conversationId(conversation), messages, sampling };
    for await (const part of this.#engine.generate(request, new AbortController().signal)) {
      if (part.type === 'text-delta') deltas.push(part.text);
      last = part;
    }
    if (last === null) throw new Error('the stream was empty');
    return { text: deltas.join(''), deltas, last };
  }

  /** Asks for an answer and holds the engine in the middle of it. */
  async askAndHold(): Promise<void> {
    const request = {
      conversationId: conversationId('held'),
      messages: [{ role: 'user', content: 'What is Hearth?' }] as const,
      sampling: { temperature: 0, topP: 1, maxTokens: 100 },
    };
    const hold = this.#hold();
    const parts = this.#engine.generate(request, new AbortController().signal)[Symbol.asyncIterator]();
    for (let next = await parts.next(); next.value?.type !== 'text-delta'; next = await parts.next()) {
      if (next.done === true) throw new Error('the stream ended before it was held');
    }
    this.#goOn = async () => {
      hold.letGo();
      for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
        if (next.value.type === 'stream-error') return next.value.error;
      }
      return null;
    };
  }

  /** Lets the held engine go on, and tells how the answer ended. */
  goOn(): Promise<ErrorInfo | null> {
    return this.#goOn();
  }

  /**
   * What a worker's own account says with a model loaded, after an answer of so many tokens, and after it was told to
   * release all; with the answer.
   */
  async accounts(
    backend: 'webgpu' | 'wasm',
    maxTokens: number,
  ): Promise<{ readonly footprints: readonly Footprint[]; readonly text: string }> {
    const worker = startWorker();
    const control = wrap<EngineControl>(worker);
    const never = new Promise<never>(() => undefined);
    const { signal } = new AbortController();
    const loading = new MessageChannel();
    void control.load({ model: MODEL, preference: backend, rival: null }, transfer(loading.port2, [loading.port2]));
    for await (const part of receiveParts<WireLoadPart>(loading.port1, signal, never)) {
      if (part.type === 'load-error') throw new Error(JSON.stringify(part.error));
    }
    const loaded = await control.footprint();
    const answering = new MessageChannel();
    const request = {
      conversationId: conversationId('account'),
      messages: [{ role: 'user', content: 'What is Hearth?' }] as const,
      sampling: { temperature: 0, topP: 1, maxTokens },
    };
    void control.generate(request, transfer(answering.port2, [answering.port2]));
    let text = '';
    for await (const part of receiveParts<StreamPart>(answering.port1, signal, never)) {
      if (part.type === 'stream-error') throw new Error(JSON.stringify(part.error));
      if (part.type === 'text-delta') text += part.text;
    }
    const answered = await control.footprint();
    const released = await control.release();
    worker.terminate();
    return { footprints: [loaded, answered, released], text };
  }

  #hold(): Hold {
    const worker = this.workers.at(-1);
    if (worker === undefined) throw new Error('no worker to hold');
    return holdWorker(worker);
  }
}
