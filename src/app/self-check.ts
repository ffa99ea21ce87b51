import { messagesForTurn } from '../core/chat/conversation-edit.ts';
import type { Answer, Conversation } from '../core/chat/conversation.ts';
import type { ChatMessage } from '../core/generate-request.ts';
import type { TurnId } from '../core/ids.ts';
import { EMBER } from '../core/models/ember.ts';
import type { JudgedAnswer } from '../core/routing/decision-record.ts';
import { isInDoubt, SELF_CHECK, withSelfCheck } from '../core/routing/self-check.ts';
import type { AppContext } from './context.ts';

/** Asks the model about its own answer, in the time that nobody waits for; the next prompt ends it. */
export type SelfCheck = (
  conversation: Conversation,
  turnId: TurnId,
  answer: Answer,
  judged: JudgedAnswer,
) => Promise<JudgedAnswer>;

export function createSelfCheck({ state, deps }: AppContext): SelfCheck {
  /** Ember was taught a few skills and knows nothing of its own answers; web-llm gives no logits without writing. */
  function canCheck({ modelId }: Answer): boolean {
    const { settings, model, engine, turn } = state.getState();
    if (!settings.routing.selfCheck || turn.type !== 'idle' || engine.type !== 'ready') return false;
    return model.id === modelId && model.id !== EMBER.id && model.engine === 'transformers';
  }

  return async (conversation, turnId, answer, judged) => {
    if (!isInDoubt(judged) || !canCheck(answer)) return judged;
    const messages: readonly ChatMessage[] = [
      ...messagesForTurn(conversation, turnId),
      { role: 'assistant', content: answer.text },
      { role: 'user', content: SELF_CHECK.question },
    ];
    const controller = new AbortController();
    const unsubscribe = state.subscribe(({ turn }) => {
      if (turn.type !== 'idle') controller.abort();
    });
    try {
      const { sampling } = state.getState().settings;
      const request = { conversationId: conversation.id, messages, sampling, choices: SELF_CHECK.choices };
      for await (const part of deps.engine.generate(request, controller.signal)) {
        if (part.type === 'choices-weighed') return withSelfCheck(judged, part.logprobs);
      }
    } catch {
      // Without it the judgement stands as it was; a lost engine is told by the next prompt.
    } finally {
      unsubscribe();
    }
    return judged;
  };
}
