import { errorInfo, type ErrorInfo } from '../errors.ts';
import type { ChatMessage, Sampling } from '../generate-request.ts';
import type { OutgoingPayload } from './decision.ts';
import { chatCompletionsUrl } from './endpoint-url.ts';
import type { Endpoint } from './endpoint.ts';

/** What of an endpoint stands in a request. */
type Target = Pick<Endpoint, 'url' | 'model'>;

/**
 * The request as it would leave, byte for byte: chat completions, streamed, with usage in the last chunk.
 * Keys stand in a fixed order and the text is indented, since a person reads it before it goes.
 *
 * Errors: those of `chatCompletionsUrl`, and `cloud-not-configured` without a model name.
 */
export function buildPayload(
  target: Target,
  messages: readonly ChatMessage[],
  sampling: Sampling,
): OutgoingPayload | ErrorInfo {
  return payload(target, (model, url) => ({
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...samplingFields(model, sampling),
    ...tokenLimit(url, model, sampling.maxTokens),
    stream: true,
    stream_options: { include_usage: true },
  }));
}

/** The smallest request that shows whether URL, model and key work: one word, one token, no words of the user's. */
export function buildTestPayload(target: Target): OutgoingPayload | ErrorInfo {
  return payload(target, (model, url) => ({
    model,
    messages: [{ role: 'user', content: 'Hi' }],
    ...tokenLimit(url, model, 1),
    stream: false,
  }));
}

/** Tells the two results of `buildPayload` and `buildTestPayload` apart. */
export function isPayload(built: OutgoingPayload | ErrorInfo): built is OutgoingPayload {
  return 'body' in built;
}

function payload(target: Target, body: (model: string, url: string) => object): OutgoingPayload | ErrorInfo {
  const url = chatCompletionsUrl(target.url);
  if (typeof url !== 'string') return url;
  const model = target.model.trim();
  if (model === '') return errorInfo('cloud-not-configured', 'no model name');
  return { url, body: JSON.stringify(body(model, url), null, 2) };
}

/** OpenAI's reasoning models reject a temperature and count their hidden thoughts against the token limit. */
function isReasoningModel(model: string): boolean {
  return /^(openai\/)?(o\d|gpt-5)/.test(model);
}

function samplingFields(model: string, { temperature, topP, seed }: Sampling): object {
  if (isReasoningModel(model)) return {};
  return {
    temperature,
    // 1 is every server's default; some reject both being set.
    ...(topP === 1 ? {} : { top_p: topP }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/** OpenAI renamed the limit and rejects the old name on new models; the other servers know only the old one. */
function tokenLimit(url: string, model: string, maxTokens: number): object {
  if (isReasoningModel(model)) return {};
  return url.startsWith('https://api.openai.com/') ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens };
}
