import { expose } from 'comlink';
import { describe, expect, it } from 'vitest';
import type { GenerateRequest } from '../core/generate-request.ts';
import { conversationId } from '../core/ids.ts';
import { EMBER } from '../core/models/ember.ts';
import { measured } from '../core/quantity.ts';
import type { StreamPart } from '../core/stream-part.ts';
import type { LoadPart } from '../ports/engine.ts';
import type { EngineControl, LoadOrder, WireLoadPart } from '../protocol/engine-protocol.ts';
import { sendParts } from '../protocol/part-stream.ts';
import { createWorkerEngine } from './worker-engine.ts';

const HELD = {
  weightsBytes: measured(7),
  kvCacheBytes: measured(0),
  otherGpuBytes: measured(0),
  wasmHeapBytes: null,
  jsHeapBytes: null,
};
const LOADED = {
  type: 'load-end',
  choice: { backend: 'wasm', why: 'Told so.', adapter: null },
  loadMs: 1,
} as const;
const REQUEST: GenerateRequest = {
  conversationId: conversationId('c'),
  messages: [{ role: 'user', content: 'Hi' }],
  sampling: { temperature: 0, topP: 1, maxTokens: 9 },
};
const never = () => new AbortController().signal;

type LoadScript = (order: LoadOrder) => readonly WireLoadPart[];

/** A worker in this thread: speaks the protocol over a channel, and can crash. */
class FakeWorker extends EventTarget implements Worker {
  onmessage = null;
  onmessageerror = null;
  onerror = null;
  isTerminated = false;
  readonly orders: LoadOrder[] = [];
  /** Resolves when all parts of the last load were posted. */
  loadPosted: Promise<void> = Promise.resolve();
  readonly #channel = new MessageChannel();

  constructor(load: LoadScript) {
    super();
    const { port1, port2 } = this.#channel;
    const control: EngineControl = {
      load: (order, port) => {
        this.orders.push(order);
        this.loadPosted = sendParts(port, async function* () {
          yield* load(order);
          if (load(order).length === 0) await new Promise(() => undefined);
        });
        return this.loadPosted;
      },
      generate: (_request, port) =>
        sendParts<StreamPart>(port, async function* () {
          yield { type: 'stream-start', modelId: 'ember', where: 'device', backend: 'wasm' };
          await new Promise(() => undefined);
        }),
      forget: () => Promise.resolve(),
      countTokens: () => Promise.resolve({ ok: false, error: { code: 'generation-failed' } }),
      footprint: () => Promise.resolve(HELD),
      release: () => Promise.resolve(HELD),
    };
    expose(control, port2);
    port1.addEventListener('message', ({ data, ports }) =>
      this.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] })),
    );
    port1.start();
  }

  postMessage(message: unknown, transfer: Transferable[] | StructuredSerializeOptions = []): void {
    this.#channel.port1.postMessage(message, Array.isArray(transfer) ? transfer : [...(transfer.transfer ?? [])]);
  }
  terminate(): void {
    this.isTerminated = true;
    this.#channel.port1.close();
  }
  crash(): void {
    this.dispatchEvent(new Event('error'));
  }
}

function engineWith(...scripts: readonly LoadScript[]) {
  const workers: FakeWorker[] = [];
  const engine = createWorkerEngine(() => {
    const worker = new FakeWorker(scripts[workers.length] ?? (() => [LOADED]));
    workers.push(worker);
    return worker;
  });
  return { engine, workers };
}

async function all<Part>(stream: AsyncIterable<Part>): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

describe('the engine client', () => {
  it('spawns nothing before the first load', async () => {
    const { engine, workers } = engineWith();
    expect(await all(engine.generate(REQUEST, never()))).toEqual([
      { type: 'stream-error', error: { code: 'model-not-loaded' } },
    ]);
    expect((await engine.footprint()).weightsBytes.value).toBe(0);
    expect(workers).toHaveLength(0);
  });

  it('takes a fresh worker when one hands over, and tells the page of the last load only', async () => {
    const rival = { backend: 'webgpu', msPerToken: 30 } as const;
    const { engine, workers } = engineWith((order) => [{ type: 'load-handover', order: { ...order, rival } }]);
    const parts = await all(engine.load(EMBER, 'auto', never()));
    expect(parts.map(({ type }) => type)).toEqual(['load-end']);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    expect(workers[1]?.orders[0]).toMatchObject({ preference: 'auto', rival });
  });

  it('tells when the model can be asked, and keeps the time of its self-test out of that of the load', async () => {
    const usable = { type: 'load-usable', choice: LOADED.choice, loadMs: 1 } as const;
    const { engine } = engineWith(() => [usable, LOADED]);
    const parts: LoadPart[] = [];
    for await (const part of engine.load(EMBER, 'wasm', never())) {
      parts.push(part);
      if (part.type === 'load-usable') await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(parts.map(({ type }) => type)).toEqual(['load-usable', 'load-end']);
    const [first, last] = parts.map((part) => ('loadMs' in part ? part.loadMs : null));
    expect(last).toBe(first);
  });

  it('ends the worker of a load that fails, once', async () => {
    const { engine, workers } = engineWith(() => [{ type: 'load-error', error: { code: 'model-missing' } }]);
    const parts = await all(engine.load(EMBER, 'wasm', never()));
    expect(parts).toEqual([{ type: 'load-error', error: { code: 'model-missing' } }]);
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it('ends the worker of a load that is cancelled, though the worker cannot listen', async () => {
    const { engine, workers } = engineWith(() => []);
    const controller = new AbortController();
    const loading = all<LoadPart>(engine.load(EMBER, 'wasm', controller.signal));
    await new Promise((resolve) => setTimeout(resolve));
    controller.abort();
    expect(await loading).toEqual([{ type: 'load-cancelled' }]);
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it('calls a load cancelled whose end was under way when it was', async () => {
    const progress = { type: 'load-progress', stage: 'weights', loadedBytes: 1, totalBytes: 1 } as const;
    const { engine, workers } = engineWith(() => [progress, progress, LOADED]);
    const controller = new AbortController();
    const parts: LoadPart[] = [];
    for await (const part of engine.load(EMBER, 'wasm', controller.signal)) {
      parts.push(part);
      await workers[0]?.loadPosted;
      await new Promise((resolve) => setTimeout(resolve));
      controller.abort();
    }
    expect(parts).toEqual([progress, { type: 'load-cancelled' }]);
    expect(workers[0]?.isTerminated).toBe(true);
    expect((await engine.footprint()).weightsBytes.value).toBe(0);
  });

  it('ends an answer as an error when the worker crashes, and loads anew', async () => {
    const { engine, workers } = engineWith();
    await all(engine.load(EMBER, 'wasm', never()));
    const parts: StreamPart[] = [];
    for await (const part of engine.generate(REQUEST, never())) {
      parts.push(part);
      workers[0]?.crash();
    }
    expect(parts.map(({ type }) => type)).toEqual(['stream-start', 'stream-error']);
    expect(parts[1]).toMatchObject({ error: { code: 'engine-crashed' } });
    expect((await all(engine.load(EMBER, 'wasm', never()))).at(-1)?.type).toBe('load-end');
    expect(workers).toHaveLength(2);
  });

  it('ends the worker to unload', async () => {
    const { engine, workers } = engineWith();
    await all(engine.load(EMBER, 'wasm', never()));
    expect((await engine.footprint()).weightsBytes.value).toBe(7);
    await engine.unload();
    expect(workers[0]?.isTerminated).toBe(true);
    expect((await engine.footprint()).weightsBytes.value).toBe(0);
  });

  it('throws the error that the worker sent as data', async () => {
    const { engine } = engineWith();
    await all(engine.load(EMBER, 'wasm', never()));
    await expect(engine.countTokens([])).rejects.toMatchObject({ info: { code: 'generation-failed' } });
  });
});
