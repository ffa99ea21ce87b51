import { type ErrorInfo, errorInfo } from '../core/errors.ts';
import type { OutgoingPayload } from '../core/routing/decision.ts';
import type { EndReason, StreamPart } from '../core/stream-part.ts';
import { readCompletionBody } from './completion-body.ts';
import type { TokenCounts } from './completion-chunk.ts';
import { postPayload, refusalOf } from './endpoint-request.ts';
import { responseError, reportedError, thrownDetail } from './endpoint-error.ts';
import { IdleTimeout } from './idle-timeout.ts';
import { readTexts } from './read-texts.ts';
import { parseRequestSummary } from './request-summary.ts';
import { UsageMeter } from './usage-meter.ts';

/** One request that may leave, and its account. */
export interface Permit {
  received(bytes: number): void;
  end(outcome: 'sent' | 'failed'): Promise<void>;
}

export interface CompletionOptions {
  /** Sent as bearer token; null where the endpoint wants none. */
  readonly key: string | null;
  /** Asks to let the payload out; an error says why it stays. */
  readonly leave: (payload: OutgoingPayload) => Promise<Permit | ErrorInfo>;
  /** Longest wait for the first byte, and between two, in ms. */
  readonly idleMs: number;
  readonly isOnline: () => boolean;
  /** The model that the endpoint says it used, which may be more exact than the one asked for. */
  readonly onModel?: (model: string) => void;
}

/**
 * One request to the user's endpoint as parts: a start, deltas, then exactly one end or error; never throws.
 * The body goes out as the very text of the payload. What had arrived before a failure was already yielded.
 */
export async function* streamCompletion(
  payload: OutgoingPayload,
  signal: AbortSignal,
  options: CompletionOptions,
): AsyncGenerator<StreamPart, void, undefined> {
  const request = parseRequestSummary(payload.body);
  const usage = new UsageMeter(() => performance.now());
  yield { type: 'stream-start', modelId: request.model, where: 'cloud', backend: 'remote' };

  let counts: TokenCounts | null = null;
  const end = (reason: EndReason): StreamPart => ({
    type: 'stream-end',
    reason,
    usage: usage.usage(counts, request.promptCharacters),
  });
  const fail = (error: ErrorInfo): StreamPart => ({ type: 'stream-error', error });

  const timeout = new IdleTimeout(signal, options.idleMs);
  /** Why fetch or the body threw: the user, the clock, or the network. */
  const failure = (otherwise: ErrorInfo): StreamPart => {
    if (signal.aborted) return end('cancelled');
    return fail(timeout.expired ? errorInfo('cloud-timeout', `nothing arrived for ${options.idleMs} ms`) : otherwise);
  };

  let permit: Permit | null = null;
  try {
    const refusal = refusalOf(payload.url, options.key);
    if (refusal !== null) {
      yield fail(refusal);
      return;
    }
    const asked = signal.aborted ? null : await options.leave(payload);
    if (asked === null) {
      yield end('cancelled');
      return;
    }
    if ('code' in asked) {
      yield fail(asked);
      return;
    }
    permit = asked;
    let response: Response;
    try {
      response = await postPayload(payload, options.key, timeout.signal);
    } catch (caught) {
      // Browsers do not tell CORS, DNS, TLS, a refused connection and a redirect apart.
      const code = options.isOnline() ? 'cloud-unreachable' : 'cloud-offline';
      yield failure(errorInfo(code, thrownDetail(caught, options.key)));
      return;
    }
    timeout.touch();

    let finishReason: string | null = null;
    try {
      const texts = readTexts(response, (bytes) => {
        timeout.touch();
        asked.received(bytes);
      });
      if (!response.ok) {
        const error = await responseError(response, texts, options.key);
        yield signal.aborted ? end('cancelled') : fail(error);
        return;
      }
      for await (const event of readCompletionBody(texts)) {
        if (event.type === 'done') {
          finishReason ??= 'stop';
          break;
        }
        if (event.type === 'failure') {
          yield fail(reportedError(event.message, event.status, options.key));
          return;
        }
        if (event.type === 'malformed') {
          yield fail(errorInfo('cloud-stream-broken', 'what arrived is not a chat completion'));
          return;
        }
        finishReason = event.finishReason ?? finishReason;
        counts = event.usage ?? counts;
        if (event.model !== null) options.onModel?.(event.model);
        if (event.isReasoning) usage.recordReasoning();
        if (event.text === '') continue;
        usage.recordText(event.text);
        yield { type: 'text-delta', text: event.text, tokens: 1 };
      }
    } catch (caught) {
      // A connection cut after the last word and before `[DONE]` took nothing away.
      if (finishReason === null || signal.aborted) {
        yield failure(errorInfo('cloud-stream-broken', thrownDetail(caught, options.key)));
        return;
      }
    }
    await permit.end('sent');
    yield ending(finishReason, end, fail);
  } finally {
    timeout.end();
    await permit?.end('failed');
  }
}

function ending(
  finishReason: string | null,
  end: (reason: EndReason) => StreamPart,
  fail: (error: ErrorInfo) => StreamPart,
): StreamPart {
  switch (finishReason) {
    case null:
      return fail(errorInfo('cloud-stream-broken', 'the stream closed before its end'));
    case 'length':
      return end('length');
    case 'content_filter':
      return fail(errorInfo('cloud-rejected', 'the endpoint’s content filter ended the answer'));
    case 'error':
      return fail(errorInfo('cloud-server-error', 'the endpoint ended the answer with an error'));
    default:
      return end('stop');
  }
}
