import { messagesForTurn } from '../core/chat/conversation-edit.ts';
import { type ErrorInfo, toErrorInfo } from '../core/errors.ts';
import type { ChatMessage } from '../core/generate-request.ts';
import { type ConversationId, decisionId } from '../core/ids.ts';
import type { Redaction } from '../core/privacy/redact.ts';
import { decide } from '../core/routing/decide.ts';
import type { DecisionRecord } from '../core/routing/decision-record.ts';
import type { Difficulty } from '../core/routing/difficulty.ts';
import { costOf, type Endpoint } from '../core/routing/endpoint.ts';
import { estimateTokens } from '../core/routing/estimate-tokens.ts';
import { hintOf } from '../core/routing/offer-hint.ts';
import { buildPayload, isPayload } from '../core/routing/outgoing-payload.ts';
import type { Settings } from '../core/settings.ts';
import type { StreamPart } from '../core/stream-part.ts';
import type { CalibrationStore } from '../ports/calibration-store.ts';
import type { DecisionLog } from '../ports/decision-log.ts';
import { createAnswerJudge } from './answer-judge.ts';
import { createCloudControl } from './cloud-control.ts';
import type { AppContext } from './context.ts';
import { createDecisionHistory } from './decision-history.ts';
import type { Models } from './models-state.ts';
import { routeFactsOf } from './route-facts-of.ts';
import type { Outgoing, RouteQuestion, Routing } from './routing.ts';
import { endedRecord, newRecord } from './turn-record.ts';

/** Takes personal data out, and back in. */
export interface Redactor {
  redact(
    messages: readonly ChatMessage[],
    off: ReadonlySet<string>,
  ): { readonly messages: readonly ChatMessage[]; readonly redactions: readonly Redaction[] };
  restored(parts: AsyncIterable<StreamPart>, redactions: readonly Redaction[]): AsyncIterable<StreamPart>;
}

export interface Privacy {
  /** Kinds of secret in the text, in words ("a password"), each once. */
  sensitiveKinds(text: string): readonly string[];
  /** Fetched when something is first to leave; nothing leaves where it cannot be had. */
  redactor(): Promise<Redactor>;
}

export interface RoutingDependencies {
  readonly log: DecisionLog;
  /** Fetched at the first prompt; null where it cannot be had: then nothing is routed on it. */
  difficulty(): Promise<((prompt: string) => Difficulty) | null>;
  readonly privacy: Privacy;
  readonly calibrations: CalibrationStore;
}

export interface RoutingHost {
  readonly context: AppContext;
  models(): Promise<Models>;
  changeSettings(change: Partial<Settings>): void;
}

export function createRouting(host: RoutingHost, deps: RoutingDependencies): Routing {
  const { context } = host;
  const { state } = context;
  const history = createDecisionHistory(context, deps.log);
  const consented = new Set<ConversationId>();
  // Fetched before the first prompt needs it.
  void deps.difficulty();
  const judge = createAnswerJudge(context, deps.calibrations);
  /** There since something was first to leave. */
  let redactor: Redactor | null = null;

  function outgoingTo(
    endpoint: Endpoint,
    { conversation, turnId }: RouteQuestion,
    grant: Outgoing['grant'],
    off: ReadonlySet<string>,
  ): Outgoing | ErrorInfo {
    const { sampling } = state.getState().settings;
    if (redactor === null) throw new Error('nothing is sent without the redactor');
    const { messages, redactions } = redactor.redact(messagesForTurn(conversation, turnId), off);
    const payload = buildPayload(endpoint, messages, sampling);
    if (!isPayload(payload)) return payload;
    const promptTokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    const maxCost = costOf(endpoint, promptTokens, sampling.maxTokens);
    return { grant, endpoint, payload, redactions, promptTokens, maxCompletionTokens: sampling.maxTokens, maxCost };
  }

  function change(id: DecisionRecord['id'], edit: (record: DecisionRecord) => DecisionRecord): void {
    history.change(id, edit);
  }

  /** The user took or turned down an offer: a hint at what they think of the answer that was there. */
  function answered(id: DecisionRecord['id'], isYes: boolean): void {
    const records = history.records.getState();
    const offer = records.find((record) => record.id === id);
    const hint = offer === undefined ? null : hintOf(records, offer, isYes);
    if (hint === null) return;
    judge
      .learn(hint.judged, hint.accepted, hint.weight)
      .catch((caught: unknown) => context.notify(toErrorInfo(caught, 'storage-blocked')));
  }

  return {
    history: history.records,
    cloud: createCloudControl(context),
    async route(question) {
      const [predict, models] = await Promise.all([
        deps.difficulty(),
        // Without them a prompt is answered all the same.
        host.models().catch(() => null),
        history.ready,
      ]);
      const prompt = question.conversation.turns.find(({ id }) => id === question.turnId)?.prompt ?? '';
      const difficulty = predict === null ? null : predict(prompt);
      const known = {
        difficulty,
        records: history.records.getState(),
        consented,
        larger: models?.larger() ?? [],
        sensitiveKinds: (text: string) => deps.privacy.sensitiveKinds(text),
      };
      const decided = decide(routeFactsOf(context, question, known));
      const base = { id: decisionId(context.deps.newId()), difficulty };
      const decision = { ...decided, ...base };
      if (decided.route !== 'ask' && decided.route !== 'cloud') return { decision, outgoing: null, question };
      const endpoint = state.getState().settings.endpoints.find(({ id }) => id === decided.endpointId);
      if (endpoint === undefined) throw new Error('the decision names an endpoint that is not there');
      redactor ??= await deps.privacy.redactor();
      const grant = { decisionId: base.id, conversationId: question.conversation.id };
      const outgoing = outgoingTo(endpoint, question, grant, new Set());
      if ('payload' in outgoing) return { decision, outgoing, question };
      return {
        decision: { ...base, route: 'refuse', error: outgoing, reasons: decided.reasons },
        outgoing: null,
        question,
      };
    },
    redactAgain({ outgoing, question }, off) {
      if (outgoing === null) throw new Error('nothing would leave');
      return outgoingTo(outgoing.endpoint, question, outgoing.grant, off);
    },
    consent(conversationId, flag, scope) {
      if (scope === 'conversation') consented.add(conversationId);
      const { routing } = state.getState().settings;
      if (scope !== 'always' || routing.consents.includes(flag)) return;
      host.changeSettings({ routing: { ...routing, consents: [...routing.consents, flag] } });
    },
    log(routed) {
      history.put(newRecord(routed, state.getState().settings.mode, context.deps.now()));
    },
    begun(id) {
      answered(id, true);
      change(id, (record) => ({ ...record, outcome: 'pending' }));
    },
    borrow: async (folder, signal) => (await host.models()).borrow(folder, signal),
    declined(id) {
      answered(id, false);
      change(id, (record) => ({ ...record, outcome: 'declined' }));
    },
    sending({ grant, payload }) {
      const sentBytes = new TextEncoder().encode(payload.body).length;
      answered(grant.decisionId, true);
      change(grant.decisionId, (record) => ({ ...record, outcome: 'pending', sentBytes, textBytes: sentBytes }));
    },
    ended(id, answer) {
      const { endpoints } = state.getState().settings;
      change(id, (record) => endedRecord(record, answer, endpoints, context.deps.now()));
    },
    judged: (id, judged) => change(id, (record) => ({ ...record, judged })),
    watch: (prompt, difficulty) => judge.watch(prompt, difficulty?.task ?? 'question'),
    restored: (parts, redactions) =>
      redactor === null || redactions.length === 0 ? parts : redactor.restored(parts, redactions),
    async judge(conversationId, turnId, source, accepted) {
      await history.ready;
      const judged = history.records
        .getState()
        .findLast(
          (record) => record.conversationId === conversationId && record.turnId === turnId && record.source === source,
        );
      if (judged === undefined) return;
      change(judged.id, (record) => ({ ...record, accepted }));
      // The same word twice teaches once.
      if (judged.judged !== null && judged.accepted !== accepted) await judge.learn(judged.judged, accepted);
    },
    markWrong: (id, isMarkedWrong) => change(id, (record) => ({ ...record, isMarkedWrong })),
    async clear() {
      consented.clear();
      await history.clear();
      await judge.clear();
    },
  };
}
