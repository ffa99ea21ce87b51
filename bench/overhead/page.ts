import { wrap } from 'comlink';
import { conversationId } from '../../src/core/ids.ts';
import { EMBER } from '../../src/core/models/ember.ts';
import { createWorkerEngine } from '../../src/platform/worker-engine.ts';
import type { BareWorker } from './bare-worker.ts';

export interface BenchOrder {
  readonly backend: 'webgpu' | 'wasm';
  readonly tokens: number;
  readonly rounds: number;
  /** A second bare worker with so many WASM threads; null for none. */
  readonly threads: number | null;
}

/** Tokens per second of each round, in order. */
export interface BenchResult {
  readonly app: readonly number[];
  readonly bare: readonly number[];
  readonly bareThreaded: readonly number[];
}

/** Ember without an end token, so that every answer has the asked length. */
const FOLDER = 'ember-endless';
const PROMPT = 'Tell me everything about Hearth.';

const engine = createWorkerEngine(
  () => new Worker(new URL('../../src/engine/engine-worker.ts', import.meta.url), { type: 'module' }),
);

async function appRate(tokens: number, round: number): Promise<number> {
  const request = {
    conversationId: conversationId(`round-${round}`),
    messages: [{ role: 'user', content: PROMPT }] as const,
    sampling: { temperature: 0, topP: 1, maxTokens: tokens },
  };
  for await (const part of engine.generate(request, new AbortController().signal)) {
    if (part.type === 'stream-error') throw new Error(JSON.stringify(part.error));
    if (part.type !== 'stream-end') continue;
    const { completionTokens, decodeMs } = part.usage;
    if (completionTokens.value !== tokens) throw new Error(`${completionTokens.value} tokens instead of ${tokens}`);
    return ((tokens - 1) * 1000) / decodeMs.value;
  }
  throw new Error('no end');
}

async function bareWorker({ backend }: BenchOrder, threads: number) {
  const worker = new Worker(new URL('./bare-worker.ts', import.meta.url), { type: 'module' });
  const bare = wrap<BareWorker>(worker);
  await bare.load(backend, backend === 'wasm' ? 'q8' : 'q4', FOLDER, threads);
  return bare;
}

/** Interleaved, so that whatever else the machine does hits all alike. The first round warms up and is dropped. */
export async function bench(order: BenchOrder): Promise<BenchResult> {
  for await (const part of engine.load(
    { ...EMBER, files: { type: 'origin', basePath: `/models/${FOLDER}` } },
    order.backend,
    new AbortController().signal,
  )) {
    if (part.type === 'load-error') throw new Error(JSON.stringify(part.error));
  }
  const bare = await bareWorker(order, 1);
  const threaded = order.threads === null ? null : await bareWorker(order, order.threads);
  const result = { app: [] as number[], bare: [] as number[], bareThreaded: [] as number[] };
  for (let round = 0; round <= order.rounds; round++) {
    // Each goes first every other time: what one leaves behind (heat, garbage) hits the other.
    const early = round % 2 === 0 ? null : await bare.decodeRate(PROMPT, order.tokens);
    const app = await appRate(order.tokens, round);
    const alone = early ?? (await bare.decodeRate(PROMPT, order.tokens));
    const withThreads = threaded === null ? null : await threaded.decodeRate(PROMPT, order.tokens);
    if (round === 0) continue;
    result.app.push(app);
    result.bare.push(alone);
    if (withThreads !== null) result.bareThreaded.push(withThreads);
  }
  return result;
}

Object.assign(globalThis, { bench });
