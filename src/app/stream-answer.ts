import type { Answer, Conversation } from '../core/chat/conversation.ts';
import { setAnswer, showAnswer } from '../core/chat/conversation-edit.ts';
import type { AnswerDraft } from '../core/chat/reduce-answer.ts';
import { reduceAnswer, toAnswer } from '../core/chat/reduce-answer.ts';
import { errorInfo, toErrorInfo } from '../core/errors.ts';
import type { ConversationId, TurnId } from '../core/ids.ts';
import type { AnswerSource, Backend, StreamPart } from '../core/stream-part.ts';
import type { AppContext } from './context.ts';
import type { ConversationLedger } from './conversation-ledger.ts';
import { createThrottle } from './throttle.ts';

/** How often a partial answer is stored: what a crash may cost. */
const SAVE_EVERY_MS = 500;

export interface AnswerTarget {
  readonly conversationId: ConversationId;
  readonly turnId: TurnId;
  readonly source: AnswerSource;
  readonly modelId: string;
  readonly backend: Backend;
}

/**
 * Draws one stream into the live answer, stores the partial text as it grows and the answer when it ends.
 * The former answer stays until the first token, and comes back if the new one fails or is cancelled before it.
 */
export async function streamAnswer(
  context: AppContext,
  ledger: ConversationLedger,
  target: AnswerTarget,
  parts: AsyncIterable<StreamPart>,
  signal: AbortSignal,
): Promise<Answer | null> {
  const { state, live, deps } = context;
  const { conversationId, turnId, source } = target;
  const turn = ledger.get(conversationId)?.turns.find((candidate) => candidate.id === turnId);
  if (turn === undefined) return null;
  const former = turn[source];
  let draft: AnswerDraft = {
    source,
    modelId: target.modelId,
    backend: target.backend,
    text: '',
    tokens: 0,
    startedAtMs: deps.now(),
    end: null,
  };
  const withAnswer = (answer: Answer) => (conversation: Conversation) =>
    showAnswer(setAnswer(conversation, turnId, source, answer, deps.now()), turnId, source);
  const save = (answer: Answer) => ledger.edit(conversationId, withAnswer(answer));
  const saveDraft = () => ledger.editForNow(conversationId, withAnswer(toAnswer(draft)));

  // The first token is stored at once: on a slow machine it may be long before the second.
  const partial = createThrottle(saveDraft, SAVE_EVERY_MS, deps.after);
  // A stop may come from a deletion: what undo brings back is then all that was written.
  const saveAtStop = () => {
    if (draft.text !== '') saveDraft();
  };
  signal.addEventListener('abort', saveAtStop, { once: true });
  live.setState({ turnId, source, text: '', tokens: 0 }, true);
  try {
    for await (const part of parts) {
      const before = draft.tokens;
      draft = reduceAnswer(draft, part);
      if (part.type !== 'text-delta') continue;
      if (before === 0) state.setState({ turn: { type: 'streaming', conversationId, turnId, source } });
      live.setState({ turnId, source, text: draft.text, tokens: draft.tokens }, true);
      partial.touch();
    }
  } catch (caught) {
    draft = reduceAnswer(draft, { type: 'stream-error', error: toErrorInfo(caught) });
  }
  const early: StreamPart = { type: 'stream-error', error: errorInfo('unexpected', 'the stream ended early') };
  const answer = toAnswer(reduceAnswer(draft, early));
  signal.removeEventListener('abort', saveAtStop);
  partial.end();
  const cameToNothing = answer.text === '' && (answer.end.type === 'failed' || isCancelled(answer));
  if (cameToNothing && former !== null) {
    if (answer.end.type === 'failed') context.notify(answer.end.error);
    save(former);
  } else {
    save(answer);
  }
  live.setState(null, true);
  return answer;
}

function isCancelled(answer: Answer): boolean {
  return answer.end.type === 'ended' && answer.end.reason === 'cancelled';
}
