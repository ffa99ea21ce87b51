import { expose } from 'comlink';
import type { GenerateRequest } from '../../src/core/generate-request.ts';
import { measured } from '../../src/core/quantity.ts';
import type { EndReason, StreamPart } from '../../src/core/stream-part.ts';
import type { EngineControl, WireLoadPart } from '../../src/protocol/engine-protocol.ts';
import { sendParts } from '../../src/protocol/part-stream.ts';
import { hostileText } from './hostile-text.ts';

/*
 * In place of the engine: a model that is on the thief's side. It answers with whatever could carry the prompt's secret
 * away, and says at once that it needs a bigger one, or goes on until it is stopped, where the prompt asks for that.
 */
const FOOTPRINT = {
  weightsBytes: measured(0),
  kvCacheBytes: measured(0),
  otherGpuBytes: measured(0),
  wasmHeapBytes: null,
  jsHeapBytes: null,
};

async function* answer({ messages }: GenerateRequest, signal: AbortSignal): AsyncGenerator<StreamPart> {
  const prompt = messages.at(-1)?.content ?? '';
  const secret = /word (\w+)/.exec(prompt)?.[1] ?? 'none';
  yield { type: 'stream-start', modelId: 'hostile', where: 'device', backend: 'wasm' };
  for (const text of hostileText(secret).split(/(?<=\n\n)/)) yield { type: 'text-delta', text, tokens: 1 };
  if (prompt.includes('(endless)')) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  if (prompt.includes('(failing)')) return yield { type: 'stream-error', error: { code: 'generation-failed' } };
  yield end(signal.aborted ? 'cancelled' : prompt.includes('(escalating)') ? 'escalate' : 'stop');
}

function end(reason: EndReason): StreamPart {
  const [nothing, some] = [measured(0), measured(1)];
  const counts = { promptTokens: some, cachedPromptTokens: nothing, completionTokens: some };
  return {
    type: 'stream-end',
    reason,
    usage: { ...counts, ttftMs: some, prefillMs: null, decodeMs: some, totalMs: some },
  };
}

async function* load(): AsyncGenerator<WireLoadPart> {
  const choice = { backend: 'wasm', why: 'A hostile model, for a test.', adapter: null } as const;
  yield { type: 'load-end', choice, loadMs: 1 };
}

const control: EngineControl = {
  load: (_order, port) => sendParts(port, load),
  generate: (request, port) => sendParts(port, (signal) => answer(request, signal)),
  forget: () => Promise.resolve(),
  countTokens: () => Promise.resolve({ ok: true, value: 8 }),
  footprint: () => Promise.resolve(FOOTPRINT),
  release: () => Promise.resolve(FOOTPRINT),
};
expose(control);
