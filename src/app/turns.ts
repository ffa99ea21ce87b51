import { addTurn, messagesForTurn, replacePrompt, showAnswer, shownAnswer } from '../core/chat/conversation-edit.ts';
import type { Answer, Conversation } from '../core/chat/conversation.ts';
import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo } from '../core/errors.ts';
import type { ChatMessage } from '../core/generate-request.ts';
import type { ConversationId, TurnId } from '../core/ids.ts';
import { turnId } from '../core/ids.ts';
import { decide } from '../core/routing/decide.ts';
import type { Decision, FlagReason } from '../core/routing/decision.ts';
import { buildPayload } from '../core/routing/outgoing-payload.ts';
import type { Actions } from './actions.ts';
import type { Answering } from './answering.ts';
import type { Chats } from './chats.ts';
import type { AppContext } from './context.ts';
import type { ConversationLedger } from './conversation-ledger.ts';

type TurnActions = Pick<
  Actions,
  | 'send'
  | 'sendToCloud'
  | 'stop'
  | 'regenerate'
  | 'editAndResend'
  | 'askCloud'
  | 'acceptOffer'
  | 'declineOffer'
  | 'show'
>;

/** Decides where each turn goes, and carries the decision out. */
export function createTurns(
  context: AppContext,
  ledger: ConversationLedger,
  chats: Chats,
  answering: Answering,
): TurnActions {
  const { state, deps } = context;

  function route(messages: readonly ChatMessage[], flag: FlagReason | null): Decision {
    const { mode, cloud, sampling } = state.getState().settings;
    return decide({ mode, flag, payload: buildPayload(cloud, messages, sampling) });
  }

  function routeTurn(conversation: Conversation | null, id: TurnId, flag: FlagReason | null): Decision {
    return route(conversation === null ? [] : messagesForTurn(conversation, id), flag);
  }

  async function carryOut(conversationId: ConversationId, id: TurnId, decision: Decision): Promise<void> {
    switch (decision.route) {
      case 'device': {
        const answer = await answering.onDevice(conversationId, id);
        if (answer !== null) await offerAfter(conversationId, id, answer);
        return;
      }
      case 'cloud':
        await answering.fromCloud(conversationId, id, decision.payload);
        return;
      case 'ask':
        state.setState({
          offer: { conversationId, turnId: id, reason: decision.reason, payload: decision.payload },
        });
        return;
      case 'refuse':
        context.notify(decision.error);
    }
  }

  /** What the answer itself flags: the model asks for a bigger one, or the text does not fit. */
  async function offerAfter(conversationId: ConversationId, id: TurnId, answer: Answer): Promise<void> {
    const flag = flagOf(answer);
    if (flag === null || state.getState().current?.id !== conversationId) return;
    const decision = routeTurn(ledger.get(conversationId), id, flag);
    if (decision.route === 'ask') await carryOut(conversationId, id, decision);
  }

  /** Null when the prompt may be taken, else why not; asked before anything changes, so that nothing is lost. */
  function obstacle(text: string, decision: Decision): ErrorInfo | null {
    if (text.trim() === '') return errorInfo('prompt-empty');
    if (decision.route === 'refuse') return decision.error;
    const isElsewhere = decision.route === 'device' && state.getState().engine.type === 'elsewhere';
    return isElsewhere ? errorInfo('engine-elsewhere') : null;
  }

  async function sendFlagged(text: string, flag: FlagReason | null): Promise<boolean> {
    if (answering.isBusy()) return false;
    const dry = route([{ role: 'user', content: text }], flag);
    const error = obstacle(text, dry);
    state.setState({ promptError: error });
    if (error !== null) return false;
    const conversationId = chats.currentOrNew();
    const id = turnId(deps.newId());
    const shown = dry.route === 'cloud' ? 'cloud' : 'device';
    const edited = ledger.edit(conversationId, (old) => addTurn(old, id, text.trim(), shown, deps.now()));
    void carryOut(conversationId, id, routeTurn(edited, id, flag));
    // Until then the box keeps the text too, so that a page that goes away loses nothing.
    await ledger.handedOver(conversationId);
    return true;
  }

  function currentTurn(id: TurnId) {
    const conversation = state.getState().current;
    const turn = conversation?.turns.find((candidate) => candidate.id === id);
    return conversation === null || turn === undefined ? null : { conversation, turn };
  }

  return {
    send: (text) => sendFlagged(text, null),
    sendToCloud: (text) => sendFlagged(text, 'user-asked'),
    stop: () => answering.stop(),
    async regenerate(id) {
      const found = currentTurn(id);
      if (found === null || answering.isBusy()) return;
      const { conversation, turn } = found;
      const source = shownAnswer(turn)?.source ?? turn.shown;
      const decision: Decision = source === 'device' ? { route: 'device' } : routeTurn(conversation, id, 'user-asked');
      await carryOut(conversation.id, id, decision);
    },
    async editAndResend(id, text) {
      const found = currentTurn(id);
      if (found === null || answering.isBusy()) return false;
      const edit = (old: Conversation) => replacePrompt(old, id, text.trim(), deps.now());
      const { conversation } = found;
      const decision = routeTurn(edit(conversation), id, null);
      const error = obstacle(text, decision);
      state.setState({ promptError: error });
      if (error !== null) return false;
      ledger.edit(conversation.id, edit);
      void carryOut(conversation.id, id, decision);
      await ledger.handedOver(conversation.id);
      return true;
    },
    async askCloud(id) {
      const found = currentTurn(id);
      if (found === null || answering.isBusy()) return;
      const flag = (found.turn.device === null ? null : flagOf(found.turn.device)) ?? 'user-asked';
      // The user pressed the button, whatever the model said before: in every mode this is asked.
      const decision = routeTurn(found.conversation, id, 'user-asked');
      await carryOut(found.conversation.id, id, decision.route === 'ask' ? { ...decision, reason: flag } : decision);
    },
    async acceptOffer() {
      const { offer } = state.getState();
      if (offer === null || answering.isBusy()) return;
      state.setState({ offer: null });
      await answering.fromCloud(offer.conversationId, offer.turnId, offer.payload);
    },
    async declineOffer() {
      const { offer } = state.getState();
      if (offer === null || answering.isBusy()) return;
      state.setState({ offer: null });
      context.announce('Kept on this device; nothing was sent');
      const { conversationId, turnId: id } = offer;
      const turn = ledger.get(conversationId)?.turns.find((candidate) => candidate.id === id);
      // Flagged before any answer: the device answers instead.
      if (turn !== undefined && shownAnswer(turn) === null) {
        await carryOut(conversationId, id, { route: 'device' });
      }
    },
    async show(id, source) {
      const found = currentTurn(id);
      if (found !== null) ledger.edit(found.conversation.id, (conversation) => showAnswer(conversation, id, source));
    },
  };
}

function flagOf(answer: Answer): FlagReason | null {
  if (answer.end.type === 'ended' && answer.end.reason === 'escalate') return 'model-escalated';
  if (answer.end.type === 'failed' && answer.end.error.code === 'context-overflow') return 'context-overflow';
  return null;
}
