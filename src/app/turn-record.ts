import { messagesForTurn } from '../core/chat/conversation-edit.ts';
import type { Answer } from '../core/chat/conversation.ts';
import { estimated, type Quantity } from '../core/quantity.ts';
import {
  type AskedEndpoint,
  type DecisionOutcome,
  type DecisionRecord,
  outcomeOf,
} from '../core/routing/decision-record.ts';
import { costOf, type Endpoint } from '../core/routing/endpoint.ts';
import { originOf } from '../core/routing/endpoint-url.ts';
import { estimateTokens } from '../core/routing/estimate-tokens.ts';
import type { AnswerMode } from '../core/settings.ts';
import type { Routed } from './routing.ts';

const FIRST_OUTCOME: Record<DecisionRecord['route'], DecisionOutcome> = {
  device: 'pending',
  cloud: 'pending',
  ask: 'offered',
  switch: 'offered',
  refuse: 'refused',
};

/** The record of a decision before anything came of it. */
export function newRecord({ decision, outgoing, question }: Routed, mode: AnswerMode, nowMs: number): DecisionRecord {
  const messages = messagesForTurn(question.conversation, question.turnId);
  const text = messages.map(({ content }) => content).join('\n');
  return {
    id: decision.id,
    conversationId: question.conversation.id,
    turnId: question.turnId,
    atMs: nowMs,
    mode,
    flag: 'flag' in decision ? decision.flag : question.flag,
    route: decision.route,
    reasons: decision.reasons,
    difficulty: decision.difficulty,
    words: messages.at(-1)?.content.trim().split(/\s+/).length ?? 0,
    endpoint: outgoing === null ? null : askedEndpoint(outgoing.endpoint),
    modelId: null,
    source: null,
    outcome: decision.route === 'switch' && !decision.isAsked ? 'pending' : FIRST_OUTCOME[decision.route],
    latencyMs: null,
    promptTokens: estimated(estimateTokens(text)),
    completionTokens: null,
    cost: null,
    sentBytes: 0,
    textBytes: new TextEncoder().encode(text).length,
    judged: null,
    accepted: null,
    isMarkedWrong: false,
  };
}

function askedEndpoint({ url, model, tier }: Endpoint): AskedEndpoint {
  return { host: (originOf(url) ?? url).replace(/^https?:\/\//, ''), model, tier };
}

/** With what came of it. No answer: it was deleted meanwhile, or nothing could be asked. */
export function endedRecord(
  record: DecisionRecord,
  answer: Answer | null,
  endpoints: readonly Endpoint[],
  nowMs: number,
): DecisionRecord {
  if (answer === null) return { ...record, outcome: 'stopped' };
  const { end, source, modelId, text } = answer;
  const usage = end.type === 'ended' ? end.usage : null;
  const promptTokens = usage === null || usage.promptTokens.value === 0 ? record.promptTokens : usage.promptTokens;
  const completionTokens = usage?.completionTokens ?? estimated(estimateTokens(text));
  return {
    ...record,
    source,
    modelId,
    outcome: outcomeOf(end),
    latencyMs: usage?.totalMs.value ?? nowMs - answer.startedAtMs,
    promptTokens,
    completionTokens,
    // A request that failed before its first word is not billed by anybody we know.
    cost:
      source === 'cloud' && (usage !== null || text !== '')
        ? costAt(record, endpoints, promptTokens, completionTokens)
        : null,
  };
}

function costAt(
  { endpoint }: DecisionRecord,
  endpoints: readonly Endpoint[],
  promptTokens: Quantity,
  completionTokens: Quantity,
): Quantity | null {
  const asked = endpoints.find((candidate) => {
    const known = askedEndpoint(candidate);
    return known.host === endpoint?.host && known.model === endpoint.model;
  });
  const cost = asked === undefined ? null : costOf(asked, promptTokens.value, completionTokens.value);
  return cost === null ? null : estimated(cost);
}
