import type { ChatMessage } from '../generate-request.ts';
import type { ConversationId, TurnId } from '../ids.ts';
import type { AnswerSource } from '../stream-part.ts';
import type { Answer, Conversation, ConversationSummary, Turn } from './conversation.ts';

const TITLE_CHARACTERS = 60;

export function newConversation(id: ConversationId, nowMs: number): Conversation {
  return { id, title: null, isLocked: false, labelledAtMs: 0, createdAtMs: nowMs, updatedAtMs: nowMs, turns: [] };
}

export function addTurn(
  conversation: Conversation,
  id: TurnId,
  prompt: string,
  shown: AnswerSource,
  nowMs: number,
): Conversation {
  const turn: Turn = { id, prompt, createdAtMs: nowMs, device: null, cloud: null, shown };
  return { ...conversation, updatedAtMs: nowMs, turns: [...conversation.turns, turn] };
}

/** Replaces a turn's prompt, forgets its answers and every turn after it. */
export function replacePrompt(conversation: Conversation, id: TurnId, prompt: string, nowMs: number): Conversation {
  const index = conversation.turns.findIndex((turn) => turn.id === id);
  const old = conversation.turns[index];
  if (old === undefined) return conversation;
  const turn: Turn = { ...old, prompt, device: null, cloud: null };
  return {
    ...conversation,
    updatedAtMs: nowMs,
    turns: [...conversation.turns.slice(0, index), turn],
  };
}

export function setAnswer(
  conversation: Conversation,
  id: TurnId,
  source: AnswerSource,
  answer: Answer | null,
  nowMs: number,
): Conversation {
  return {
    ...editTurn(conversation, id, (turn) => ({ ...turn, [source]: answer })),
    updatedAtMs: nowMs,
  };
}

export function showAnswer(conversation: Conversation, id: TurnId, shown: AnswerSource): Conversation {
  return editTurn(conversation, id, (turn) => ({ ...turn, shown }));
}

function editTurn(conversation: Conversation, id: TurnId, edit: (turn: Turn) => Turn): Conversation {
  return {
    ...conversation,
    turns: conversation.turns.map((turn) => (turn.id === id ? edit(turn) : turn)),
  };
}

export function shownAnswer(turn: Turn): Answer | null {
  return turn[turn.shown] ?? turn.device ?? turn.cloud;
}

/**
 * The messages a model is given to answer this turn: earlier turns with the answers that are shown, then its prompt.
 * Where the shown answer came to nothing, the other one speaks. Turns without any answer text are left out, so that
 * roles alternate.
 */
export function messagesForTurn(conversation: Conversation, id: TurnId): readonly ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const turn of conversation.turns) {
    if (turn.id === id) return [...messages, { role: 'user', content: turn.prompt }];
    const text = [shownAnswer(turn), turn.device, turn.cloud].find((answer) => answer?.text)?.text;
    if (text !== undefined) messages.push({ role: 'user', content: turn.prompt }, { role: 'assistant', content: text });
  }
  return messages;
}

/** The user's name for it, else the first prompt's first line. */
export function titleOf(conversation: Conversation): string {
  if (conversation.title !== null) return conversation.title;
  const line = conversation.turns[0]?.prompt.trim().split('\n', 1)[0] ?? '';
  if (line === '') return 'New chat';
  const characters = Array.from(line);
  return characters.length <= TITLE_CHARACTERS
    ? line
    : `${characters
        .slice(0, TITLE_CHARACTERS - 1)
        .join('')
        .trimEnd()}…`;
}

export function summarize(conversation: Conversation): ConversationSummary {
  return {
    id: conversation.id,
    title: titleOf(conversation),
    updatedAtMs: conversation.updatedAtMs,
    turnCount: conversation.turns.length,
    labelledAtMs: conversation.labelledAtMs,
  };
}

/** The conversation with the name and the lock of either, whichever were set later. */
export function withLaterLabels(conversation: Conversation, other: Conversation): Conversation {
  if (other.labelledAtMs <= conversation.labelledAtMs) return conversation;
  const { title, isLocked, labelledAtMs } = other;
  return { ...conversation, title, isLocked, labelledAtMs };
}

/** Case-insensitive search in title, prompts and answers. */
export function mentions(conversation: Conversation, query: string): boolean {
  const needle = query.trim().toLocaleLowerCase();
  const holds = (text: string) => text.toLocaleLowerCase().includes(needle);
  return (
    holds(titleOf(conversation)) ||
    conversation.turns.some(
      (turn) => holds(turn.prompt) || holds(turn.device?.text ?? '') || holds(turn.cloud?.text ?? ''),
    )
  );
}
