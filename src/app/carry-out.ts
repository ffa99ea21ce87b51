import { shownAnswer } from '../core/chat/conversation-edit.ts';
import type { Answer, Conversation } from '../core/chat/conversation.ts';
import type { ErrorInfo } from '../core/errors.ts';
import type { TurnId } from '../core/ids.ts';
import type { FlagReason, Reason } from '../core/routing/decision.ts';
import type { JudgedAnswer } from '../core/routing/decision-record.ts';
import type { Actions } from './actions.ts';
import type { Answering } from './answering.ts';
import type { AppContext } from './context.ts';
import type { ConversationLedger } from './conversation-ledger.ts';
import { createLargerOffers } from './larger-offers.ts';
import type { AnswerWatch, Routed, RouteQuestion, Routing } from './routing.ts';
import { createSelfCheck } from './self-check.ts';

/** A turn that was decided, with who decided it. */
export interface DecidedTurn {
  readonly routing: Routing;
  readonly routed: Routed;
}

interface DeviceOrder {
  /** Makes the model ready that is to answer. */
  readonly prepare?: (signal: AbortSignal) => Promise<ErrorInfo | null>;
  /** What the cloud was turned down for: the answer is not offered to it again for the same. */
  readonly declined?: FlagReason;
}

export interface Carrier {
  readonly actions: Pick<Actions, 'acceptOffer' | 'declineOffer' | 'acceptLarger' | 'declineLarger' | 'setRedaction'>;
  /** Does as was decided, and logs what comes of it. The decision itself must be in the log. */
  carryOut(turn: DecidedTurn): Promise<void>;
}

/** What the answer itself flags: the model asks for a bigger one, or the text does not fit. */
export function flagOf(answer: Answer): FlagReason | null {
  if (answer.end.type === 'ended' && answer.end.reason === 'escalate') return 'model-escalated';
  if (answer.end.type === 'failed' && answer.end.error.code === 'context-overflow') return 'context-overflow';
  return null;
}

/** More likely wrong than this is offered a second opinion. */
const WEAK_BELOW = 0.4;

function isWeak(judged: JudgedAnswer | null): boolean {
  return judged !== null && judged.confidence < WEAK_BELOW;
}

/** What speaks against the answer, for whoever is asked whether it may leave. */
function evidenceOf(judged: JudgedAnswer | null): readonly Reason[] {
  if (judged === null) return [];
  const sure = `The answer is judged ${Math.round(judged.confidence * 100)} % likely to be good.`;
  const against = judged.evidence.filter(({ weight }) => weight < 0).slice(0, 3);
  return [
    { stage: 'evidence', code: 'confidence', text: sure },
    ...against.map(({ code, text }) => ({ stage: 'evidence' as const, code, text })),
  ];
}

/** The larger model could not be loaded; what was resident before is, or comes back. */
function isFallenBack({ end }: Answer): boolean {
  return end.type === 'failed' && end.error.code === 'model-fell-back';
}

function hasText(conversation: Conversation, turnId: TurnId): boolean {
  const turn = conversation.turns.find(({ id }) => id === turnId);
  return turn !== undefined && (shownAnswer(turn)?.text ?? '') !== '';
}

/** Whether there is anything to do after an answer: the model here answers again only where it has said nothing. */
function leadsOn({ decision: { route } }: Routed, isUnanswered: boolean): boolean {
  return route === 'ask' || route === 'cloud' || route === 'switch' || (route === 'device' && isUnanswered);
}

export function createCarrier(context: AppContext, ledger: ConversationLedger, answering: Answering): Carrier {
  const { state } = context;
  /** What the offer in the state is made of. */
  let offered: DecidedTurn | null = null;
  let off: ReadonlySet<string> = new Set();
  const larger = createLargerOffers(context);
  const selfCheck = createSelfCheck(context);

  async function onDevice({ routing, routed }: DecidedTurn, { prepare, declined }: DeviceOrder = {}): Promise<void> {
    const { question, decision } = routed;
    const { conversation, turnId } = question;
    const prompt = conversation.turns.find(({ id }) => id === turnId)?.prompt ?? '';
    const watch = routing.watch(prompt, decision.difficulty);
    const [answer] = await Promise.all([
      answering.onDevice(conversation.id, turnId, (part) => watch.see(part), prepare),
      larger.beside(routing, question, decision),
    ]);
    routing.ended(decision.id, answer);
    const judged = await judge(watch, answer, question);
    if (judged !== null) routing.judged(decision.id, judged);
    if (answer === null || state.getState().current?.id !== conversation.id || answering.isBusy()) return;
    const couldNotLoad = prepare !== undefined && isFallenBack(answer);
    const flag = couldNotLoad ? question.flag : (flagOf(answer) ?? (isWeak(judged) ? 'weak-answer' : null));
    const latest = ledger.get(conversation.id);
    if ((flag === null && !couldNotLoad) || latest === null || larger.isOffered(turnId)) return;
    if (flag !== null && flag === declined) return;
    const next = await routing.route({ conversation: latest, turnId, flag, evidence: evidenceOf(judged) });
    // A new prompt may have been taken meanwhile: then this one has had its answer.
    if (!leadsOn(next, couldNotLoad && !hasText(latest, turnId)) || answering.isBusy()) return;
    routing.log(next);
    await carryOut({ routing, routed: next });
  }

  async function judge(
    watch: AnswerWatch,
    answer: Answer | null,
    { conversation: { id }, turnId }: RouteQuestion,
  ): Promise<JudgedAnswer | null> {
    const judged = answer === null ? null : await watch.judge(answer);
    const latest = ledger.get(id);
    if (answer === null || judged === null || latest === null || flagOf(answer) !== null) return judged;
    return selfCheck(latest, turnId, answer, judged);
  }

  /** When nothing is answered any more. */
  function untilIdle(): Promise<void> {
    if (!answering.isBusy()) return Promise.resolve();
    return new Promise((resolve) => {
      const unsubscribe = state.subscribe(({ turn }) => {
        if (turn.type !== 'idle') return;
        unsubscribe();
        resolve();
      });
    });
  }

  function withLarger(turn: DecidedTurn, folder: string): Promise<void> {
    return onDevice(turn, { prepare: (signal) => turn.routing.borrow(folder, signal) });
  }

  async function fromCloud({ routing, routed }: DecidedTurn): Promise<void> {
    const { outgoing, question } = routed;
    if (outgoing === null) return;
    larger.clear();
    routing.sending(outgoing);
    const restore = (parts: Parameters<Routing['restored']>[0]) => routing.restored(parts, outgoing.redactions);
    const answer = await answering.fromCloud(question.conversation.id, question.turnId, outgoing, restore);
    routing.ended(outgoing.grant.decisionId, answer);
  }

  function offer(turn: DecidedTurn): void {
    const { outgoing, question, decision } = turn.routed;
    if (outgoing === null || !('flag' in decision)) return;
    offered = turn;
    const { conversation, turnId } = question;
    const { flag, reasons } = decision;
    state.setState({ offer: { conversationId: conversation.id, turnId, reason: flag, reasons, ...outgoing } });
  }

  async function carryOut(turn: DecidedTurn): Promise<void> {
    const { decision } = turn.routed;
    larger.clear();
    switch (decision.route) {
      case 'device':
        await onDevice(turn);
        return;
      case 'cloud':
        await fromCloud(turn);
        return;
      case 'ask':
        off = new Set();
        offer(turn);
        return;
      case 'switch':
        if (decision.isAsked) larger.offer(turn);
        else await withLarger(turn, decision.larger.folder);
        return;
      case 'refuse':
        context.notify(decision.error);
    }
  }

  /** The offer that is shown, once; null where it went with its chat. */
  function takeOffer(): DecidedTurn | null {
    const { offer: shown } = state.getState();
    const turn = offered;
    if (shown === null || turn === null || answering.isBusy()) return null;
    offered = null;
    state.setState({ offer: null });
    return turn.routed.decision.id === shown.grant.decisionId ? turn : null;
  }

  return {
    carryOut,
    actions: {
      async acceptOffer(scope = 'once') {
        const reason = state.getState().offer?.reason;
        const turn = takeOffer();
        if (turn === null || reason === undefined) return;
        turn.routing.consent(turn.routed.question.conversation.id, reason, scope);
        await fromCloud(turn);
      },
      async declineOffer() {
        const turn = takeOffer();
        if (turn === null) return;
        context.announce('Kept on this device; nothing was sent');
        const { routing, routed } = turn;
        const { decision } = routed;
        routing.declined(decision.id);
        const { conversation, turnId } = routed.question;
        const latest = ledger.get(conversation.id)?.turns.find(({ id }) => id === turnId);
        // Flagged before any answer: the device answers instead.
        if (latest === undefined || shownAnswer(latest) !== null) return;
        await onDevice(turn, 'flag' in decision ? { declined: decision.flag } : {});
      },
      async acceptLarger() {
        const turn = larger.take();
        if (turn === null) return;
        const { routed, routing, folder } = turn;
        // It may still be answering: what it wrote is replaced.
        answering.stop();
        await untilIdle();
        const { conversation, turnId } = routed.question;
        // The chat may have gone meanwhile.
        if (ledger.get(conversation.id)?.turns.some(({ id }) => id === turnId) !== true) return;
        routing.begun(routed.decision.id);
        await withLarger({ routing, routed }, folder);
      },
      declineLarger() {
        const turn = larger.take();
        if (turn === null) return;
        turn.routing.declined(turn.routed.decision.id);
        context.announce('Kept the answer that is there');
      },
      setRedaction(placeholder, isOn) {
        if (offered === null) return;
        const next = new Set(off);
        if (isOn) next.delete(placeholder);
        else next.add(placeholder);
        const outgoing = offered.routing.redactAgain(offered.routed, next);
        if (!('payload' in outgoing)) return;
        off = next;
        offer({ ...offered, routed: { ...offered.routed, outgoing } });
      },
    },
  };
}
