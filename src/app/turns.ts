import { addTurn, newConversation, replacePrompt, showAnswer, shownAnswer } from '../core/chat/conversation-edit.ts';
import type { Conversation } from '../core/chat/conversation.ts';
import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo } from '../core/errors.ts';
import type { TurnId } from '../core/ids.ts';
import { conversationId as toConversationId, turnId } from '../core/ids.ts';
import type { FlagReason } from '../core/routing/decision.ts';
import type { Actions } from './actions.ts';
import type { Answering } from './answering.ts';
import { type DecidedTurn, createCarrier, flagOf } from './carry-out.ts';
import type { Chats } from './chats.ts';
import type { AppContext } from './context.ts';
import type { ConversationLedger } from './conversation-ledger.ts';
import type { RouteQuestion, Routing } from './routing.ts';

/** What comes with the first prompt: the first paint does not wait for it. */
export type TurnActions = Pick<
  Actions,
  | 'send'
  | 'sendToCloud'
  | 'regenerate'
  | 'editAndResend'
  | 'askCloud'
  | 'askDevice'
  | 'acceptOffer'
  | 'declineOffer'
  | 'acceptLarger'
  | 'declineLarger'
  | 'setRedaction'
  | 'show'
>;

/** Has each turn decided, and the decision carried out. */
export function createTurns(
  context: AppContext,
  ledger: ConversationLedger,
  chats: Chats,
  answering: Answering,
  routing: Routing,
): TurnActions {
  const { state, deps } = context;
  const carrier = createCarrier(context, ledger, answering);
  let isDeciding = false;

  const isBusy = () => isDeciding || answering.isBusy();

  async function decided(question: RouteQuestion): Promise<DecidedTurn> {
    isDeciding = true;
    try {
      return { routing, routed: await routing.route(question) };
    } finally {
      isDeciding = false;
    }
  }

  /** Null when the prompt may be taken, else why not; asked before anything changes, so that nothing is lost. */
  function obstacle({ routed: { decision } }: DecidedTurn): ErrorInfo | null {
    if (decision.route === 'refuse') return decision.error;
    const isElsewhere = ['device', 'switch'].includes(decision.route) && state.getState().engine.type === 'elsewhere';
    return isElsewhere ? errorInfo('engine-elsewhere') : null;
  }

  function begin(turn: DecidedTurn): void {
    routing.log(turn.routed);
    void carrier.carryOut(turn);
  }

  async function sendFlagged(text: string, flag: FlagReason | null): Promise<boolean> {
    if (isBusy()) return false;
    if (refuse(text.trim() === '' ? errorInfo('prompt-empty') : null)) return false;
    const before = state.getState().current;
    const id = turnId(deps.newId());
    const trial = before ?? newConversation(toConversationId(deps.newId()), deps.now());
    const conversation = addTurn(trial, id, text.trim(), 'device', deps.now());
    const turn = await decided({ conversation, turnId: id, flag });
    // The user went to another chat meanwhile: the prompt is none of its.
    if (state.getState().current?.id !== before?.id || answering.isBusy()) return false;
    if (refuse(obstacle(turn))) return false;
    chats.begin(trial);
    const shown = turn.routed.decision.route === 'cloud' ? 'cloud' : 'device';
    ledger.edit(trial.id, (old) => addTurn(old, id, text.trim(), shown, deps.now()));
    begin(turn);
    // Until then the box keeps the text too, so that a page that goes away loses nothing.
    await ledger.handedOver(trial.id);
    return true;
  }

  /** Whether there is a reason not to take the prompt; it is shown. */
  function refuse(error: ErrorInfo | null): boolean {
    state.setState({ promptError: error });
    return error !== null;
  }

  function currentTurn(id: TurnId) {
    const conversation = state.getState().current;
    const turn = conversation?.turns.find((candidate) => candidate.id === id);
    return conversation === null || turn === undefined ? null : { conversation, turn };
  }

  /** Decides for a turn that is there already, and carries it out. */
  async function redirect(question: RouteQuestion, edit: (turn: DecidedTurn) => DecidedTurn): Promise<void> {
    const turn = await decided(question);
    if (answering.isBusy()) return;
    const edited = edit(turn);
    routing.log(edited.routed);
    await carrier.carryOut(edited);
  }

  return {
    ...carrier.actions,
    send: (text) => sendFlagged(text, null),
    sendToCloud: (text) => sendFlagged(text, 'user-asked'),
    async regenerate(id) {
      const found = currentTurn(id);
      if (found === null || isBusy()) return;
      const { conversation, turn } = found;
      const isHere = (shownAnswer(turn)?.source ?? turn.shown) === 'device';
      await redirect({ conversation, turnId: id, flag: isHere ? null : 'user-asked' }, isHere ? here : asDecided);
    },
    async editAndResend(id, text) {
      const found = currentTurn(id);
      if (found === null || isBusy()) return false;
      if (refuse(text.trim() === '' ? errorInfo('prompt-empty') : null)) return false;
      const edit = (old: Conversation) => replacePrompt(old, id, text.trim(), deps.now());
      const { conversation } = found;
      const turn = await decided({ conversation: edit(conversation), turnId: id, flag: null });
      if (currentTurn(id) === null || answering.isBusy()) return false;
      if (refuse(obstacle(turn))) return false;
      ledger.edit(conversation.id, edit);
      begin(turn);
      await ledger.handedOver(conversation.id);
      return true;
    },
    async askCloud(id) {
      const found = currentTurn(id);
      if (found === null || isBusy()) return;
      const flag = found.turn.device === null ? null : flagOf(found.turn.device);
      // The user pressed the button, whatever the model said before: in every mode this is asked.
      const question = { conversation: found.conversation, turnId: id, flag: 'user-asked' } as const;
      await redirect(question, (turn) => (flag === null ? turn : withFlag(turn, flag)));
    },
    async askDevice(id) {
      const found = currentTurn(id);
      if (found === null || isBusy()) return;
      await redirect({ conversation: found.conversation, turnId: id, flag: null }, here);
    },
    async show(id, source) {
      const found = currentTurn(id);
      if (found !== null) ledger.edit(found.conversation.id, (conversation) => showAnswer(conversation, id, source));
    },
  };
}

function asDecided(turn: DecidedTurn): DecidedTurn {
  return turn;
}

/** Another answer from where the first one came. */
function here({ routing, routed }: DecidedTurn): DecidedTurn {
  const { id, difficulty } = routed.decision;
  const text = 'You asked for an answer from this device.';
  const reasons = [{ stage: 'policy', code: 'again', text }] as const;
  return { routing, routed: { ...routed, outgoing: null, decision: { id, difficulty, reasons, route: 'device' } } };
}

/** Tells why the answer was flagged, where that is more than the user's press of a button. */
function withFlag({ routing, routed }: DecidedTurn, flag: FlagReason): DecidedTurn {
  const { decision } = routed;
  if (decision.route !== 'ask') return { routing, routed };
  return { routing, routed: { ...routed, decision: { ...decision, flag } } };
}
