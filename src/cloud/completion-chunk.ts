import * as v from 'valibot';

const Text = v.nullish(v.string());
const Count = v.pipe(v.number(), v.minValue(0));

/** vLLM, DeepSeek and LM Studio stream what a model thinks as `reasoning_content`, OpenRouter and newer ones as `reasoning`. */
const Content = v.object({
  content: Text,
  refusal: Text,
  reasoning_content: v.optional(v.unknown()),
  reasoning: v.optional(v.unknown()),
});

/** A streamed `chat.completion.chunk`, or a whole `chat.completion` from a server that does not stream. */
const Completion = v.object({
  model: Text,
  choices: v.nullish(
    v.array(v.object({ delta: v.nullish(Content), message: v.nullish(Content), finish_reason: Text })),
  ),
  usage: v.nullish(
    v.object({
      prompt_tokens: v.nullish(Count),
      completion_tokens: v.nullish(Count),
      prompt_tokens_details: v.nullish(v.object({ cached_tokens: v.nullish(Count) })),
      completion_tokens_details: v.fallback(v.nullish(v.object({ reasoning_tokens: v.nullish(Count) })), null),
    }),
  ),
});

/** OpenAI nests `error`, Ollama and LM Studio send a string there, FastAPI servers `detail`, vLLM's old form `message`. */
const Failure = v.union([
  v.object({ error: v.object({ message: v.string(), code: v.nullish(v.union([v.string(), v.number()])) }) }),
  v.pipe(
    v.object({ error: v.string() }),
    v.transform(({ error }) => ({ error: { message: error, code: null } })),
  ),
  v.pipe(
    v.object({ detail: v.string() }),
    v.transform(({ detail }) => ({ error: { message: detail, code: null } })),
  ),
  v.pipe(
    v.object({ object: v.literal('error'), message: v.string(), code: v.nullish(v.union([v.string(), v.number()])) }),
    v.transform(({ message, code }) => ({ error: { message, code } })),
  ),
]);

export interface TokenCounts {
  readonly promptTokens: number | null;
  readonly cachedPromptTokens: number | null;
  /** Those of its reasoning included, which are paid for, too. */
  readonly completionTokens: number | null;
  readonly reasoningTokens: number | null;
}

export type CompletionChunk =
  | {
      readonly type: 'chunk';
      readonly text: string;
      /** It brings a piece of what the model thinks, which is no part of the answer. */
      readonly isReasoning: boolean;
      readonly finishReason: string | null;
      readonly model: string | null;
      readonly usage: TokenCounts | null;
    }
  /** The server reports a failure, in place of a chunk or as the body of an error response. */
  | { readonly type: 'failure'; readonly message: string; readonly status: number | null }
  | { readonly type: 'malformed' };

/** Parses what came from the endpoint, once; nothing of its shape is trusted after this. */
export function parseCompletionChunk(json: string): CompletionChunk {
  const value = parseJson(json);
  const failure = v.safeParse(Failure, value);
  if (failure.success) {
    const { message, code } = failure.output.error;
    return { type: 'failure', message, status: typeof code === 'number' && code >= 400 && code < 600 ? code : null };
  }
  const completion = v.safeParse(Completion, value);
  if (!completion.success) return { type: 'malformed' };
  const { choices, model, usage } = completion.output;
  const choice = choices?.[0];
  const content = choice?.delta ?? choice?.message;
  return {
    type: 'chunk',
    text: `${content?.content ?? ''}${content?.refusal ?? ''}`,
    isReasoning: Boolean(content?.reasoning_content ?? content?.reasoning),
    finishReason: choice?.finish_reason ?? null,
    model: model ?? null,
    usage: usage
      ? {
          promptTokens: usage.prompt_tokens ?? null,
          cachedPromptTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
          completionTokens: usage.completion_tokens ?? null,
          reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? null,
        }
      : null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: no schema fits undefined, so the caller hears `malformed`.
    return undefined;
  }
}
