import { findLack, type Lack } from './ability.ts';
import type { FlagReason, Reason, Route } from './decision.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { weighDifficulty } from './hardness.ts';
import { chooseLarger } from './larger-model.ts';
import { applyPolicy, type Policy } from './policy.ts';
import type { RouteFacts } from './route-facts.ts';
import type { RuleRoute } from './rule.ts';
import { chooseEndpoint } from './tiers.ts';

/**
 * Device unless flagged. A flag sends nothing: it asks. Without asking again a request is sent only in mode Cloud,
 * or where the user gave standing consent: by a rule, for the chat, or for this reason. Even then what holds a secret
 * is shown first. Flags that no person raised are offered in mode Ask me alone.
 *
 * A larger model that is stored here comes before any cloud: it needs no consent, only time and memory. What the user
 * wants from the cloud, by mode, rule, button or a standing yes, goes there all the same.
 *
 * Each stage adds its sentence to `reasons`, whatever comes of it.
 */
export function decide(facts: RouteFacts): Decided {
  const policy = applyPolicy(facts);
  const lack = findLack(facts);
  const { isHard, reasons: weighed } = weighDifficulty(facts.difficulty, facts.routing.threshold);
  const reasons = [...policy.reasons, ...(lack === null ? [] : [lack.reason]), ...weighed, ...facts.evidence];
  const flag = wanted(facts, policy.rule, lack?.flag ?? null, isHard);
  const outside = beyondHere(facts, policy, flag, reasons);
  const beyond = beyondModel(facts, lack, isHard);
  if (beyond === null || !mayAnswerHere(outside, facts)) return outside;
  return withLarger(facts, beyond, reasons, outside);
}

type Decided = Route & { readonly reasons: readonly Reason[] };

/** What would be without larger models here. */
function beyondHere(facts: RouteFacts, policy: Policy, flag: FlagReason | null, reasons: readonly Reason[]): Decided {
  if (flag === null) return here(facts, reasons);
  if (facts.mode === 'device' && flag !== 'user-asked') {
    const text = 'In mode On device nothing is offered by itself; Ask the cloud does.';
    return here(facts, [...reasons, { stage: 'policy', code: 'not-offered', text }]);
  }
  if (policy.wall !== null) {
    const isAsked = flag === 'user-asked' || (flag === 'mode-cloud' && !policy.wall.answersHere);
    return isAsked ? { route: 'refuse', error: policy.wall.error, reasons } : here(facts, reasons);
  }
  const { promptTokens, difficulty, routing } = facts;
  const question = { difficulty, threshold: routing.threshold, promptTokens, maxTokens: ANSWER_TOKENS };
  const chosen = chooseEndpoint(policy.open, question);
  if (chosen === null) return here(facts, reasons);
  const route = mayLeave(facts, flag, policy.rule) && facts.sensitive.length === 0 ? 'cloud' : 'ask';
  return { route, flag, endpointId: chosen.endpoint.id, reasons: [...reasons, chosen.reason] };
}

/** The first of the tiers: what is here already. */
function here({ model }: RouteFacts, reasons: readonly Reason[]): Decided {
  const text = `So ${model.name} answers, on this device.`;
  return { route: 'device', reasons: [...reasons, { stage: 'tier', code: 'device', text }] };
}

/** Flags that a larger model takes away. */
const OF_MODEL: ReadonlySet<FlagReason> = new Set([
  'model-escalated',
  'context-overflow',
  'weak-answer',
  'hard-prompt',
  'missing-ability',
]);

/** Why the model in use is not enough; null: it is, or no model would be. */
function beyondModel({ flag }: RouteFacts, lack: Lack | null, isHard: boolean): FlagReason | null {
  if (lack !== null && !lack.isOfModel) return null;
  if (flag !== null) return OF_MODEL.has(flag) ? flag : null;
  return lack?.flag ?? (isHard ? 'hard-prompt' : null);
}

/** Not where the user wants the cloud: a standing yes means that there is no question, and an offer would be one. */
function mayAnswerHere(outside: Decided, { routing }: RouteFacts): boolean {
  if (routing.larger === 'leave' || outside.route === 'refuse') return false;
  if (!('flag' in outside)) return true;
  return OF_MODEL.has(outside.flag) && (outside.route === 'ask' || routing.larger === 'load');
}

/** What the answer itself said. */
const SAYS: Partial<Record<FlagReason, (model: string) => string>> = {
  'model-escalated': (model) => `${model} says that this needs a bigger model.`,
  'context-overflow': (model) => `It did not fit the window of ${model}.`,
};

function withLarger(facts: RouteFacts, beyond: FlagReason, reasons: readonly Reason[], outside: Decided): Decided {
  const { difficulty, routing, model } = facts;
  // The earlier messages of a long chat can be left out, the prompt cannot.
  const promptTokens = estimateTokens(facts.prompt);
  const chosen = chooseLarger(facts.larger, { difficulty, threshold: routing.threshold, promptTokens });
  if (chosen === null) return outside;
  if (!chosen.clears && outside.route !== 'device') {
    const text = `${chosen.model.name}, stored on this device, would hardly be large enough.`;
    return { ...outside, reasons: [...reasons, { stage: 'tier', code: 'larger', text }, ...outside.reasons.slice(-1)] };
  }
  const isAsked = routing.larger === 'offer' || chosen.model.isTight;
  // Whoever said yes once and for all is not asked now.
  if (isAsked && outside.route === 'cloud') return outside;
  const said = SAYS[facts.flag ?? 'hard-prompt'];
  const why = [
    ...reasons,
    ...(said === undefined ? [] : [{ stage: 'evidence', code: 'flag', text: said(model.name) } as const]),
    chosen.reason,
  ];
  // It would be asked for before an answer is there: the small one answers meanwhile, which costs next to nothing.
  if (isAsked && facts.flag === null) {
    const answers = beyond === 'context-overflow' ? '' : `${model.name} answers at once, and `;
    const text = `So ${answers}${chosen.model.name} is offered.`;
    return { route: 'device', beyond, reasons: [...why, { stage: 'tier', code: 'device', text }] };
  }
  return { route: 'switch', flag: beyond, larger: chosen.model, isAsked, reasons: why };
}

/** A usual answer, to compare prices by. */
const ANSWER_TOKENS = 400;

/** The one reason to let it leave; null: none. What a person wants outranks what is guessed. */
function wanted(
  { flag, mode }: RouteFacts,
  rule: RuleRoute | null,
  lack: FlagReason | null,
  isHard: boolean,
): FlagReason | null {
  if (flag === 'user-asked') return flag;
  if (rule === 'device') return null;
  if (flag !== null) return flag;
  if (mode === 'cloud') return 'mode-cloud';
  if (rule !== null) return 'user-rule';
  return lack ?? (isHard ? 'hard-prompt' : null);
}

/** Whether it may go without asking again. A rule for the device or for asking is stricter than the mode. */
function mayLeave({ mode, hasChatConsent, routing }: RouteFacts, flag: FlagReason, rule: RuleRoute | null): boolean {
  if (rule === 'device') return false;
  if (rule === 'ask') return hasChatConsent;
  return (
    mode === 'cloud' || hasChatConsent || routing.consents.includes(flag) || (flag === 'user-rule' && rule === 'cloud')
  );
}
