import { faultOf, findingsOf } from '../core/models/self-test.ts';
import type { SelfTest, SelfTestStep } from '../core/models/self-test.ts';
import type { TokenCache, TokenModel } from './generation/generation.ts';
import type { KnownAnswer } from './model/model-source.ts';

/** Asked where no answer is known: any chat model has something to say to it. */
const PROMPT = 'Name three colours.';
const MAX_TOKENS = 16;
const MIN_TOKENS = 2;
/**
 * After the prompt is read, for an answer to be learnt or one to be compared with: of the latter each token tells by
 * itself, and somebody waits. A software adapter takes a second and more a token.
 */
const BUDGET_MS = { learn: 2000, compare: 100 };
/** Fewer say too little to be compared with. */
const MIN_LEARNT_TOKENS = 2;

/** What the test needs of a model. */
export type TestedModel<Cache extends TokenCache> = Pick<
  TokenModel<Cache>,
  'endIds' | 'render' | 'encode' | 'decode' | 'read'
>;

export interface SelfTestRun {
  readonly findings: Pick<SelfTest, 'basis' | 'tokens' | 'agreement' | 'entropy' | 'printable'>;
  /** Null when the model works; else what is wrong. */
  readonly fault: string | null;
  /** Worth keeping for the next load; null when one was known, or this one is too short. */
  readonly answer: KnownAnswer | null;
}

/**
 * A short greedy answer. Where one is known, its tokens are given to the model one by one and each is compared with
 * what the model would have said: a near tie that another device decides otherwise costs one token, not all that follow.
 * `cache` is empty before; the caller clears it afterwards. `nowMs` is a clock: slow devices have time for fewer tokens.
 */
export async function runSelfTest<Cache extends TokenCache>(
  model: TestedModel<Cache>,
  cache: Cache,
  known: KnownAnswer | null,
  nowMs: () => number = () => performance.now(),
): Promise<SelfTestRun> {
  const prompt = known?.prompt ?? PROMPT;
  const promptIds = model.encode(model.render([{ role: 'user', content: prompt }]));
  const most = Math.min(MAX_TOKENS, known?.ids.length ?? MAX_TOKENS);
  const steps: SelfTestStep[] = [];
  let next = promptIds;
  let endMs = Number.POSITIVE_INFINITY;
  while (steps.length < most && (steps.length < MIN_TOKENS || nowMs() < endMs)) {
    const step = stepOf(await model.read(next, cache), known?.ids[steps.length] ?? null);
    if (steps.length === 0) endMs = nowMs() + BUDGET_MS[known === null ? 'learn' : 'compare'];
    steps.push(step);
    if (!Number.isFinite(step.gap) || (known === null && model.endIds.has(step.id))) break;
    next = [step.id];
  }
  const ids = steps.map(({ id }) => id);
  const findings = findingsOf(steps, model.decode(ids), known !== null);
  const fault = faultOf(steps, findings);
  const isWorthKeeping = known === null && fault === null && ids.length >= MIN_LEARNT_TOKENS;
  return {
    findings: { ...findings, basis: known?.basis ?? 'first-load' },
    fault,
    answer: isWorthKeeping ? { prompt, ids, basis: 'learnt' } : null,
  };
}

/** The likeliest token, or how far `given` is from it. */
function stepOf(logits: Float32Array, given: number | null): SelfTestStep {
  let best = 0;
  let isFinite = true;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] ?? Number.NaN;
    isFinite &&= Number.isFinite(logit);
    if (logit > (logits[best] ?? Number.NaN)) best = id;
  }
  const id = given ?? best;
  const top = logits[best] ?? Number.NaN;
  if (!isFinite) return { id, gap: Number.NaN, entropy: 1 };
  let sum = 0;
  let weighted = 0;
  for (const logit of logits) {
    const weight = Math.exp(logit - top);
    sum += weight;
    weighted += weight * (logit - top);
  }
  // H = log Σe^x − Σ x e^x / Σe^x, for x relative to the largest.
  const entropy = (Math.log(sum) - weighted / sum) / Math.log(logits.length);
  return { id, gap: top - (logits[id] ?? Number.NaN), entropy };
}
