import type { TurnId } from '../core/ids.ts';
import type { Decision } from '../core/routing/decision.ts';
import type { DecidedTurn } from './carry-out.ts';
import type { AppContext } from './context.ts';
import type { RouteQuestion, Routing } from './routing.ts';

/** Offers of a larger model on this device: at most one, below the answer that it would replace. */
export interface LargerOffers {
  isOffered(turnId: TurnId): boolean;
  offer(turn: DecidedTurn): void;
  /** While the model in use answers what is beyond it. */
  beside(routing: Routing, question: RouteQuestion, decision: Decision): Promise<void>;
  /** The offer that is shown, once. */
  take(): (DecidedTurn & { readonly folder: string }) | null;
  clear(): void;
}

export function createLargerOffers(context: AppContext): LargerOffers {
  const { state } = context;
  /** What the offer in the state is made of. */
  let offered: DecidedTurn | null = null;

  function clear(): void {
    offered = null;
    if (state.getState().largerOffer !== null) state.setState({ largerOffer: null });
  }

  function offer(turn: DecidedTurn): void {
    const { decision, question } = turn.routed;
    if (decision.route !== 'switch') return;
    const { flag: reason, larger: model } = decision;
    offered = turn;
    state.setState({
      largerOffer: { conversationId: question.conversation.id, turnId: question.turnId, reason, model },
    });
    context.announce(`${model.name} on this device can answer this`);
  }

  return {
    offer,
    clear,
    isOffered: (turnId) => state.getState().largerOffer?.turnId === turnId,
    async beside(routing, { conversation, turnId }, decision) {
      if (decision.route !== 'device' || decision.beyond === undefined) return;
      const next = await routing.route({ conversation, turnId, flag: decision.beyond });
      const { turn } = state.getState();
      if (next.decision.route !== 'switch' || (turn.type !== 'idle' && turn.turnId !== turnId)) return;
      routing.log(next);
      offer({ routing, routed: next });
    },
    take() {
      const turn = offered;
      clear();
      if (turn === null || turn.routed.decision.route !== 'switch') return null;
      return { ...turn, folder: turn.routed.decision.larger.folder };
    },
  };
}
