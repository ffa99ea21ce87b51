import type { ErrorInfo } from '../core/errors.ts';
import { measured } from '../core/quantity.ts';
import type { EgressGrant, OutgoingPayload } from '../core/routing/decision.ts';
import type { StreamPart } from '../core/stream-part.ts';
import type { CloudClient, ConnectionTest } from '../ports/cloud-client.ts';

/** What the endpoint says to one request. */
export interface CloudScript {
  readonly texts: readonly string[];
  readonly end?: 'stop' | ErrorInfo;
  /** Awaited before each text, to hold an answer in the middle. */
  readonly beforeText?: (index: number) => Promise<void>;
}

/** A `CloudClient` without a network: remembers, byte for byte, what left. */
export class ScriptedCloudClient implements CloudClient {
  readonly sent: OutgoingPayload[] = [];
  readonly remembered = new Set<string>();
  readonly grants: EgressGrant[] = [];
  script: CloudScript = { texts: ['From ', 'the ', 'cloud.'] };
  readonly #keys = new Map<string, string>();

  async *send(
    payload: OutgoingPayload,
    grant: EgressGrant,
    signal: AbortSignal,
  ): AsyncGenerator<StreamPart, void, undefined> {
    this.sent.push(payload);
    this.grants.push(grant);
    const { texts, end = 'stop', beforeText } = this.script;
    let tokens = 0;
    yield { type: 'stream-start', modelId: 'big', where: 'cloud', backend: 'remote' };
    for (const [index, text] of texts.entries()) {
      await beforeText?.(index);
      if (signal.aborted) return yield endOf('cancelled', tokens);
      tokens += 1;
      yield { type: 'text-delta', text, tokens: 1 };
    }
    yield end === 'stop' ? endOf('stop', tokens) : { type: 'stream-error', error: end };
  }

  test(): Promise<ConnectionTest> {
    return Promise.resolve({ ok: true, model: 'big', roundTripMs: 5 });
  }

  setKey(origin: string, key: string | null): Promise<void> {
    if (key === null) this.#keys.delete(origin);
    else this.#keys.set(origin, key);
    return Promise.resolve();
  }

  keyedOrigins(): Promise<readonly string[]> {
    return Promise.resolve([...this.#keys.keys()]);
  }

  remember(origin: string, isOn: boolean): Promise<void> {
    if (isOn) this.remembered.add(origin);
    else this.remembered.delete(origin);
    return Promise.resolve();
  }

  rememberedOrigins(): Promise<readonly string[]> {
    return Promise.resolve([...this.remembered]);
  }

  forgetKeys(): Promise<void> {
    this.remembered.clear();
    this.#keys.clear();
    return Promise.resolve();
  }
}

function endOf(reason: 'stop' | 'cancelled', completionTokens: number): StreamPart {
  return {
    type: 'stream-end',
    reason,
    usage: {
      promptTokens: measured(8),
      cachedPromptTokens: measured(0),
      completionTokens: measured(completionTokens),
      ttftMs: measured(100),
      prefillMs: null,
      decodeMs: measured(50),
      totalMs: measured(150),
    },
  };
}
