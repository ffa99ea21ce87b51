import { conversationId, decisionId, turnId } from '../core/ids.ts';
import { estimated } from '../core/quantity.ts';
import type { DecisionRecord } from '../core/routing/decision-record.ts';
import type { Difficulty } from '../core/routing/difficulty.ts';

export function difficultyOf(score: number, change: Partial<Difficulty> = {}): Difficulty {
  return {
    localFails: score,
    strongFails: 0,
    score,
    coverage: 1,
    features: [],
    task: 'question',
    taskProbability: 0.5,
    ...change,
  };
}

/** A turn answered on the device. */
export function decisionRecord(id: string, change: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    id: decisionId(id),
    conversationId: conversationId('c'),
    turnId: turnId(id),
    atMs: 1000,
    mode: 'ask',
    flag: null,
    route: 'device',
    reasons: [{ stage: 'policy', code: 'mode', text: 'Mode Ask me.' }],
    difficulty: null,
    words: 3,
    endpoint: null,
    modelId: 'ember',
    source: 'device',
    outcome: 'answered',
    latencyMs: 200,
    promptTokens: estimated(1000),
    completionTokens: estimated(1000),
    cost: null,
    sentBytes: 0,
    textBytes: 100,
    judged: null,
    accepted: null,
    isMarkedWrong: false,
    ...change,
  };
}
