import type { ChatMessage, Sampling } from '../core/generate-request.ts';
import { conversationId } from '../core/ids.ts';
import type { ConversationId } from '../core/ids.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { EnginePreference } from '../core/settings.ts';
import type { StreamPart } from '../core/stream-part.ts';
import type { Engine } from '../ports/engine.ts';

/** An engine with its model loaded, and what it is asked. */
export interface EngineUnderTest {
  readonly engine: Engine;
  readonly model: ModelManifest;
  readonly preference: EnginePreference;
  /** Of each answer, at least 3: few where a token takes long. */
  readonly maxTokens: number;
  /** Answered with at least that many tokens. */
  readonly prompt: string;
  readonly followUp: string;
  /** Makes the engine stand still in the next answer, as soon as it has told of a token. */
  readonly hold: () => Hold;
}

/** What is done while an engine is held comes exactly between two tokens, however fast or slow it is. */
export interface Hold {
  /** Tokens made before it stood still. */
  readonly tokensMade: () => number;
  readonly letGo: () => void;
}

type Delta = Extract<StreamPart, { type: 'text-delta' }>;

interface Transcript {
  readonly parts: readonly StreamPart[];
  readonly deltas: readonly Delta[];
  readonly text: string;
  readonly last: StreamPart;
}

interface AskOptions {
  readonly id?: ConversationId;
  readonly sampling?: Sampling;
  readonly signal?: AbortSignal;
  readonly choices?: readonly string[];
  readonly onDelta?: (count: number) => void;
}

export async function ask(
  { engine, maxTokens }: EngineUnderTest,
  messages: readonly ChatMessage[],
  {
    id = freshConversation(),
    sampling = { temperature: 0, topP: 1, maxTokens },
    signal = new AbortController().signal,
    choices,
    onDelta,
  }: AskOptions = {},
): Promise<Transcript> {
  const parts: StreamPart[] = [];
  const deltas: Delta[] = [];
  for await (const part of engine.generate(
    { conversationId: id, messages, sampling, ...(choices === undefined ? {} : { choices }) },
    signal,
  )) {
    parts.push(part);
    if (part.type !== 'text-delta') continue;
    deltas.push(part);
    onDelta?.(deltas.length);
  }
  const last = parts.at(-1);
  if (last === undefined) throw new Error('the stream was empty');
  return { parts, deltas, text: deltas.map(({ text }) => text).join(''), last };
}

/** Stops an answer that is held in the middle. */
export async function askAndStop(
  subject: EngineUnderTest,
  id: ConversationId,
): Promise<{ readonly stopped: Transcript; readonly madeBefore: number }> {
  const controller = new AbortController();
  const hold = subject.hold();
  let madeBefore = 0;
  const stopped = await ask(subject, [user(subject.prompt)], {
    id,
    signal: controller.signal,
    // Tokens of a fast engine come several at once: more than those must be allowed for.
    sampling: { temperature: 0, topP: 1, maxTokens: 100 },
    onDelta: (count) => {
      if (count > 1) return;
      madeBefore = hold.tokensMade();
      controller.abort();
      hold.letGo();
    },
  });
  return { stopped, madeBefore };
}

export async function collect<Part>(stream: AsyncIterable<Part>): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

let conversations = 0;
export function freshConversation(): ConversationId {
  conversations += 1;
  return conversationId(`contract-${conversations}`);
}

export function user(content: string): ChatMessage {
  return { role: 'user', content };
}

export function assistant(content: string): ChatMessage {
  return { role: 'assistant', content };
}

export function secondTurn({ prompt, followUp }: EngineUnderTest, answer: string): readonly ChatMessage[] {
  return [user(prompt), assistant(answer), user(followUp)];
}

export function usageOf(part: StreamPart) {
  if (part.type === 'stream-end') return part.usage;
  throw new Error(`expected an end, got ${JSON.stringify(part)}`);
}

export function reasonOf(part: StreamPart): string {
  return part.type === 'stream-end' ? part.reason : JSON.stringify(part);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
