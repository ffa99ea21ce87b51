import * as v from 'valibot';
import { conversationId, decisionId, turnId } from '../core/ids.ts';
import type { DecisionRecord } from '../core/routing/decision-record.ts';

const Quantity = v.object({ value: v.number(), basis: v.picklist(['measured', 'estimated']) });

const Difficulty = v.object({
  localFails: v.number(),
  strongFails: v.number(),
  score: v.number(),
  coverage: v.number(),
  features: v.array(v.object({ name: v.string(), weight: v.number() })),
  task: v.string(),
  taskProbability: v.number(),
});

const Judged = v.object({
  confidence: v.number(),
  evidence: v.array(v.object({ code: v.string(), text: v.string(), weight: v.number() })),
  problems: v.array(v.string()),
  key: v.string(),
  task: v.string(),
  figures: v.array(v.nullable(v.number())),
  fixed: v.number(),
});

/** Codes of reasons, flags and tasks are open: a log of another version must still be readable. */
const StoredDecision = v.object({
  id: v.pipe(v.string(), v.transform(decisionId)),
  conversationId: v.pipe(v.string(), v.transform(conversationId)),
  turnId: v.pipe(v.string(), v.transform(turnId)),
  atMs: v.number(),
  mode: v.picklist(['device', 'ask', 'cloud']),
  flag: v.nullable(v.string()),
  route: v.picklist(['device', 'ask', 'cloud', 'switch', 'refuse']),
  reasons: v.array(v.object({ stage: v.string(), code: v.string(), text: v.string() })),
  difficulty: v.nullable(Difficulty),
  words: v.number(),
  endpoint: v.nullable(v.object({ host: v.string(), model: v.string(), tier: v.picklist(['medium', 'frontier']) })),
  modelId: v.nullable(v.string()),
  source: v.nullable(v.picklist(['device', 'cloud'])),
  outcome: v.string(),
  latencyMs: v.nullable(v.number()),
  promptTokens: Quantity,
  completionTokens: v.nullable(Quantity),
  cost: v.nullable(Quantity),
  sentBytes: v.number(),
  textBytes: v.number(),
  judged: v.nullable(Judged),
  accepted: v.nullable(v.boolean()),
  isMarkedWrong: v.boolean(),
});

/** Null where it cannot be read; the stored record stays as it is. */
export function readDecisionRecord(stored: unknown): DecisionRecord | null {
  const parsed = v.safeParse(StoredDecision, stored);
  return parsed.success ? (parsed.output as DecisionRecord) : null; // the parse boundary: only codes are wider than the type
}
