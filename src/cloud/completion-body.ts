import { createParser } from 'eventsource-parser';
import { type CompletionChunk, parseCompletionChunk } from './completion-chunk.ts';

export type BodyEvent = CompletionChunk | { readonly type: 'done' };

// Guards memory against a server that never ends a line or an object.
const MAX_BUFFERED_CHARACTERS = 8 * 1024 * 1024;

/**
 * The body of a 200 as chunks: server-sent events, or one JSON object from a server that does not stream.
 * Told apart by the first character, since content types are wrong in the wild.
 */
export async function* readCompletionBody(texts: AsyncIterable<string>): AsyncGenerator<BodyEvent, void, undefined> {
  const events: BodyEvent[] = [];
  let isOverlong = false;
  const parser = createParser({
    maxBufferSize: MAX_BUFFERED_CHARACTERS,
    onEvent: ({ data }) => events.push(data.trim() === '[DONE]' ? { type: 'done' } : parseCompletionChunk(data)),
    onError: ({ type }) => {
      isOverlong ||= type === 'max-buffer-size-exceeded';
    },
  });
  let form: 'unknown' | 'events' | 'whole' = 'unknown';
  let body = '';
  for await (const text of texts) {
    body += text;
    if (form === 'unknown') form = formOf(body);
    if (form === 'events') {
      parser.feed(body);
      body = '';
      yield* events.splice(0);
    }
    if (isOverlong || body.length > MAX_BUFFERED_CHARACTERS) {
      yield { type: 'malformed' };
      return;
    }
  }
  if (form === 'whole') {
    yield wholeAnswer(body);
    return;
  }
  // A last event without its blank line still counts: some servers close right after `[DONE]`.
  parser.feed('\n\n');
  yield* events.splice(0);
}

/** Objects and web pages start so; an event stream never does. */
function formOf(body: string): 'unknown' | 'events' | 'whole' {
  const first = body.trimStart()[0];
  if (first === undefined) return 'unknown';
  return first === '{' || first === '[' || first === '<' ? 'whole' : 'events';
}

function wholeAnswer(body: string): CompletionChunk {
  const chunk = parseCompletionChunk(body);
  if (chunk.type !== 'chunk') return chunk;
  if (chunk.finishReason === null && chunk.text === '' && chunk.usage === null) return { type: 'malformed' };
  return { ...chunk, finishReason: chunk.finishReason ?? 'stop' };
}
