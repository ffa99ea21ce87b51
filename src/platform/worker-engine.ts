import type { Remote } from 'comlink';
import { HearthError, errorInfo, toErrorInfo } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { ChatMessage, GenerateRequest } from '../core/generate-request.ts';
import type { ConversationId } from '../core/ids.ts';
import type { Footprint } from '../core/models/footprint.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import { measured } from '../core/quantity.ts';
import type { EnginePreference } from '../core/settings.ts';
import type { StreamPart } from '../core/stream-part.ts';
import type { Engine, LoadPart } from '../ports/engine.ts';
import type { EngineControl, LoadOrder, WireLoadPart } from '../protocol/engine-protocol.ts';
import { receiveParts } from '../protocol/part-stream.ts';

/** Comes with the first worker: the page's first paint does not wait for it. */
const comlink = () => import('comlink');
type Comlink = Awaited<ReturnType<typeof comlink>>;

/** After these the worker's runtime is not to be trusted; the next load takes a new one. */
const FATAL: ReadonlySet<ErrorCode> = new Set(['engine-crashed', 'device-lost', 'out-of-memory']);

const NOTHING_HELD: Footprint = {
  weightsBytes: measured(0),
  kvCacheBytes: measured(0),
  otherGpuBytes: measured(0),
  wasmHeapBytes: null,
  jsHeapBytes: null,
};

/** One worker's life: from spawn to crash or end. */
class EngineLink {
  readonly control: Remote<EngineControl>;
  /** Rejects with `engine-crashed` when the worker is gone; never resolves. */
  readonly severed: Promise<never>;
  /** Gives a port away with the next call. */
  readonly transfer: Comlink['transfer'];
  readonly #worker: Worker;
  readonly #sever: (error: HearthError) => void;

  constructor(worker: Worker, { wrap, transfer }: Comlink) {
    this.#worker = worker;
    this.transfer = transfer;
    this.control = wrap<EngineControl>(worker);
    let sever: (error: HearthError) => void = () => undefined;
    this.severed = new Promise<never>((_resolve, reject) => {
      sever = reject;
    });
    this.#sever = sever;
    // Every stream listens; without one the rejection is no one's concern.
    this.severed.catch(() => undefined);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      // A script that could not be fetched or started gives a plain event without words.
      this.end('message' in event ? event.message : 'its script could not be started');
    });
    worker.addEventListener('messageerror', () => this.end('a message could not be read'));
  }

  end(detail: string): void {
    this.#worker.terminate();
    this.#sever(new HearthError(errorInfo('engine-crashed', detail)));
  }
}

/**
 * The engine worker as an `Engine`. A worker is spawned for each load and terminated to unload: that gives back
 * the runtime's heap, which never shrinks, and lets each backend have its own build of the runtime.
 */
class WorkerEngine implements Engine {
  readonly #spawn: () => Worker;
  #link: EngineLink | null = null;

  constructor(spawn: () => Worker) {
    this.#spawn = spawn;
  }

  async *load(
    model: ModelManifest,
    preference: EnginePreference,
    signal: AbortSignal,
  ): AsyncGenerator<LoadPart, void, undefined> {
    await this.unload();
    const startMs = performance.now();
    let usableMs: number | null = null;
    let order: LoadOrder | null = { model, preference, rival: null };
    while (order !== null) {
      const library = await comlink();
      const link = new EngineLink(this.#spawn(), library);
      this.#link = link;
      // Compiling the model cannot be interrupted: a cancelled load ends its worker.
      const cancel = () => link.end('cancelled');
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      const current: LoadOrder = order;
      order = null;
      try {
        for await (const part of loadParts(link, current)) {
          // What was under way when the worker was ended: it holds nothing any more, also if it says that it has loaded.
          signal.throwIfAborted();
          if (part.type === 'load-handover') {
            order = part.order;
            continue;
          }
          if (part.type === 'load-error') {
            this.#drop(link, 'the load failed');
            return yield part;
          }
          // The user waited for all of it, hand-overs included, but not for the self-test.
          if (part.type === 'load-usable') {
            usableMs = performance.now() - startMs;
            yield { ...part, loadMs: usableMs };
          } else if (part.type === 'load-end') yield { ...part, loadMs: usableMs ?? performance.now() - startMs };
          else yield part;
        }
      } catch (caught) {
        this.#drop(link, 'the load failed');
        yield signal.aborted
          ? { type: 'load-cancelled' }
          : { type: 'load-error', error: toErrorInfo(caught, 'engine-crashed') };
        return;
      } finally {
        signal.removeEventListener('abort', cancel);
      }
      if (order !== null) this.#drop(link, 'handed over');
    }
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamPart, void, undefined> {
    const link = this.#link;
    if (link === null) {
      yield { type: 'stream-error', error: errorInfo('model-not-loaded') };
      return;
    }
    try {
      for await (const part of streamParts(link, request, signal)) {
        if (part.type === 'stream-error' && FATAL.has(part.error.code)) {
          this.#drop(link, part.error.code);
          return yield part;
        }
        yield part;
      }
    } catch (caught) {
      this.#drop(link, 'the stream broke');
      yield { type: 'stream-error', error: toErrorInfo(caught, 'engine-crashed') };
    }
  }

  async unload(): Promise<void> {
    const link = this.#link;
    if (link === null) return;
    this.#link = null;
    await Promise.race([link.control.release(), link.severed]).catch(() => undefined);
    link.end('unloaded');
  }

  async forget(conversation: ConversationId): Promise<void> {
    const link = this.#link;
    if (link !== null) await Promise.race([link.control.forget(conversation), link.severed]);
  }

  async countTokens(messages: readonly ChatMessage[]): Promise<number> {
    const link = this.#link;
    if (link === null) throw new HearthError(errorInfo('model-not-loaded'));
    const outcome = await Promise.race([link.control.countTokens(messages), link.severed]);
    if (!outcome.ok) throw new HearthError(outcome.error);
    return outcome.value;
  }

  async footprint(): Promise<Footprint> {
    const link = this.#link;
    return link === null ? NOTHING_HELD : Promise.race([link.control.footprint(), link.severed]);
  }

  #drop(link: EngineLink, detail: string): void {
    link.end(detail);
    if (this.#link === link) this.#link = null;
  }
}

function loadParts(link: EngineLink, order: LoadOrder): AsyncIterable<WireLoadPart> {
  const { port1, port2 } = new MessageChannel();
  // A load is cancelled by ending the worker, never over the port.
  const parts = receiveParts<WireLoadPart>(port1, new AbortController().signal, link.severed);
  link.control.load(order, link.transfer(port2, [port2])).catch(() => link.end('the load could not be asked for'));
  return parts;
}

function streamParts(link: EngineLink, request: GenerateRequest, signal: AbortSignal): AsyncIterable<StreamPart> {
  const { port1, port2 } = new MessageChannel();
  const parts = receiveParts<StreamPart>(port1, signal, link.severed);
  link.control
    .generate(request, link.transfer(port2, [port2]))
    .catch(() => link.end('the answer could not be asked for'));
  return parts;
}

/** `spawn` starts the engine worker (`src/engine/engine-worker.ts`), lazily: nothing is loaded before the first load. */
export function createWorkerEngine(spawn: () => Worker): Engine {
  return new WorkerEngine(spawn);
}
