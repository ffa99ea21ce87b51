import { addTurn, messagesForTurn, replacePrompt, showAnswer, shownAnswer } from '../core/chat/conversation-edit.ts';
import type { Answer } from '../core/chat/conversation.ts';
import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo } from '../core/errors.ts';
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

  function route(conversationId: ConversationId, id: TurnId, flag: FlagReason | null): Decision {
    const { settings } = state.getState();
    const conversation = ledger.get(conversationId);
    const payload =
      conversation === null ? null : buildPayload(settings.cloud, messagesForTurn(conversation, id), settings.sampling);
    return decide({ mode: settings.mode, flag, payload });
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
          offer: { turnId: id, reason: decision.reason, payload: decision.payload },
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
    const decision = route(conversationId, id, flag);
    if (decision.route === 'ask') await carryOut(conversationId, id, decision);
  }

  /** Null when the prompt may be taken, else why not. */
  function obstacle(text: string): ErrorInfo | null {
    if (text.trim() === '') return errorInfo('prompt-empty');
    return null;
  }

  async function sendFlagged(text: string, flag: FlagReason | null): Promise<boolean> {
    if (answering.isBusy()) return false;
    const { settings, engine } = state.getState();
    const dry = decide({
      mode: settings.mode,
      flag,
      payload: buildPayload(settings.cloud, [{ role: 'user', content: text }], settings.sampling),
    });
    const error =
      obstacle(text) ??
      (dry.route === 'refuse' ? dry.error : null) ??
      (dry.route === 'device' && engine.type === 'elsewhere' ? errorInfo('engine-elsewhere') : null);
    state.setState({ promptError: error });
    if (error !== null) return false;
    const conversationId = chats.currentOrNew();
    const id = turnId(deps.newId());
    const shown = dry.route === 'cloud' ? 'cloud' : 'device';
    ledger.edit(conversationId, (conversation) => addTurn(conversation, id, text.trim(), shown, deps.now()));
    void carryOut(conversationId, id, route(conversationId, id, flag));
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
      const decision: Decision = source === 'device' ? { route: 'device' } : route(conversation.id, id, 'user-asked');
      await carryOut(conversation.id, id, decision);
    },
    async editAndResend(id, text) {
      const found = currentTurn(id);
      if (found === null || answering.isBusy()) return false;
      const error = obstacle(text);
      state.setState({ promptError: error });
      if (error !== null) return false;
      const { conversation } = found;
      ledger.edit(conversation.id, (old) => replacePrompt(old, id, text.trim(), deps.now()));
      void carryOut(conversation.id, id, route(conversation.id, id, null));
      return true;
    },
    async askCloud(id) {
      const found = currentTurn(id);
      if (found === null || answering.isBusy()) return;
      const flag = (found.turn.device === null ? null : flagOf(found.turn.device)) ?? 'user-asked';
      // The user pressed the button, whatever the model said before: in every mode this is asked.
      const decision = route(found.conversation.id, id, 'user-asked');
      await carryOut(found.conversation.id, id, decision.route === 'ask' ? { ...decision, reason: flag } : decision);
    },
    async acceptOffer() {
      const { offer, current } = state.getState();
      state.setState({ offer: null });
      if (offer === null || current === null) return;
      await answering.fromCloud(current.id, offer.turnId, offer.payload);
    },
    async declineOffer() {
      const { offer, current } = state.getState();
      state.setState({ offer: null });
      if (offer === null || current === null) return;
      context.announce('Kept on this device; nothing was sent');
      const turn = current.turns.find((candidate) => candidate.id === offer.turnId);
      // Flagged before any answer: the device answers instead.
      if (turn !== undefined && shownAnswer(turn) === null) {
        await carryOut(current.id, offer.turnId, { route: 'device' });
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
