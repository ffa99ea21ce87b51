import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** How the server answers until it is told otherwise. */
export type Behaviour =
  | 'ok'
  /** Streams, but tells no usage and closes without `[DONE]`, as some servers do. */
  | 'ok-bare'
  /** Ignores `stream: true` and answers with one JSON object. */
  | 'ok-not-streamed'
  /** Ends with `finish_reason: length`. */
  | 'length'
  /** Two words, then waits until the client goes away. */
  | 'slow'
  /** The first half of the words; the rest after `goOn`. */
  | 'in-halves'
  | '400'
  | '401'
  | '404'
  | '429'
  | '500'
  /** Two words; the connection is cut after `goOn`. */
  | 'broken'
  /** Two words, then a chunk that is no JSON. */
  | 'malformed'
  /** Two words, then an error object in the stream. */
  | 'error-in-stream'
  /** Takes the request and says nothing. */
  | 'silent'
  /** Answers, without the headers that let a page of another origin read it. */
  | 'no-cors'
  | 'redirect'
  /** To another host, which would get the body again. */
  | 'redirect-away'
  /** 200 with a web page, as a wrong address often gives. */
  | 'web-page';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came, byte for byte (UTF-8). */
  readonly body: string;
}

export interface OpenAiServer {
  /** The endpoint URL to type into Settings. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Resolves when the first request is there. */
  readonly asked: Promise<void>;
  /** Resolves when the client has closed a request that was still being answered. */
  readonly clientLeft: Promise<void>;
  behave(behaviour: Behaviour): void;
  /** The words that are streamed, one chunk each. */
  answerWith(text: string): void;
  /** Lets answers `in-halves` and `broken` go on. */
  goOn(): void;
  close(): Promise<void>;
}

const MODEL = 'test-model-1';
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'authorization, content-type',
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Expose-Headers': 'Retry-After',
  'Access-Control-Max-Age': '0',
};
const STREAM = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' };

/** A real HTTP server that speaks the OpenAI chat completions protocol and fails on request. Port 0: any free one. */
export async function startOpenAiServer(port = 0): Promise<OpenAiServer> {
  let behaviour: Behaviour = 'ok';
  let words = wordsOf('The cloud answers: forty-two.');
  const requests: SeenRequest[] = [];
  let ask = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  let leave = (): void => undefined;
  const clientLeft = new Promise<void>((resolve) => {
    leave = resolve;
  });

  let goOn = (): void => undefined;
  const rest = new Promise<void>((resolve) => {
    goOn = resolve;
  });

  const server = createServer((request, response) => {
    void (async () => {
      if (behaviour !== 'no-cors') for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
      if (request.method === 'OPTIONS') {
        response.writeHead(behaviour === 'no-cors' ? 405 : 204).end();
        return;
      }
      const body = await text(request);
      requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      ask();
      response.on('close', () => {
        if (!response.writableEnded) leave();
      });
      answer(behaviour, words, rest, response);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');

  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    asked,
    clientLeft,
    behave: (next) => {
      behaviour = next;
    },
    answerWith: (answerText) => {
      words = wordsOf(answerText);
    },
    goOn: () => goOn(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(behaviour: Behaviour, words: readonly string[], rest: Promise<void>, response: ServerResponse): void {
  switch (behaviour) {
    case 'ok':
    case 'no-cors':
      stream(response, words);
      response.write(finish('stop'));
      response.write(usageChunk(words.length));
      response.end('data: [DONE]\n\n');
      return;
    case 'ok-bare':
      stream(response, words);
      response.end(finish('stop'));
      return;
    case 'ok-not-streamed':
      json(response, 200, {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        model: MODEL,
        choices: [{ index: 0, message: { role: 'assistant', content: words.join('') }, finish_reason: 'stop' }],
        usage: usage(words.length),
      });
      return;
    case 'length':
      stream(response, words);
      response.write(finish('length'));
      response.end('data: [DONE]\n\n');
      return;
    case 'slow':
      stream(response, words.slice(0, 2));
      return;
    case 'in-halves':
      stream(response, words.slice(0, words.length / 2));
      void (async () => {
        await rest;
        for (const word of words.slice(words.length / 2)) response.write(chunk({ content: word }, null));
        response.end(finish('stop'));
      })();
      return;
    case '400':
      json(response, 400, { error: { message: 'unknown model', type: 'invalid_request_error', code: 'model' } });
      return;
    case '401':
      json(response, 401, {
        error: { message: 'Incorrect API key provided: sk-test-secret.', code: 'invalid_api_key' },
      });
      return;
    case '404':
      json(response, 404, { error: 'model "test" not found, try pulling it first' });
      return;
    case '429':
      response.setHeader('Retry-After', '7');
      json(response, 429, { error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } });
      return;
    case '500':
      json(response, 500, { detail: 'the model crashed' });
      return;
    case 'broken':
      stream(response, words.slice(0, 2));
      // Not before: a browser throws away what it has not read yet when the connection breaks.
      void rest.then(() => response.destroy());
      return;
    case 'malformed':
      stream(response, words.slice(0, 2));
      response.end('data: {"choices":[{"del\n\n');
      return;
    case 'error-in-stream':
      stream(response, words.slice(0, 2));
      response.end(event({ error: { message: 'Provider overloaded', code: 502 } }));
      return;
    case 'silent':
      return;
    case 'redirect':
      response.writeHead(307, { Location: '/elsewhere' }).end();
      return;
    case 'redirect-away':
      response.writeHead(307, { Location: 'http://thief.example/take' }).end();
      return;
    case 'web-page':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Welcome</title>');
      return;
  }
}

function stream(response: ServerResponse, words: readonly string[]): void {
  response.writeHead(200, STREAM);
  // Comments keep a connection alive while the model thinks; OpenRouter sends this one.
  response.write(': OPENROUTER PROCESSING\n\n');
  response.write(chunk({ role: 'assistant', content: '' }, null));
  for (const word of words) response.write(chunk({ content: word }, null));
}

function chunk(delta: object, finishReason: string | null): string {
  return event({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    model: MODEL,
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    usage: null,
  });
}

function finish(reason: string): string {
  return chunk({}, reason);
}

function usageChunk(completionTokens: number): string {
  return event({ id: 'chatcmpl-1', model: MODEL, choices: [], usage: usage(completionTokens) });
}

function usage(completionTokens: number): object {
  return { prompt_tokens: 11, completion_tokens: completionTokens, total_tokens: 11 + completionTokens };
}

function event(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

function wordsOf(sentence: string): readonly string[] {
  return sentence.match(/\s*\S+/g) ?? [];
}
