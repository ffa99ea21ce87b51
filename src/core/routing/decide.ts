import { findLack } from './ability.ts';
import type { FlagReason, Reason, Route } from './decision.ts';
import { weighDifficulty } from './hardness.ts';
import { applyPolicy } from './policy.ts';
import type { RouteFacts } from './route-facts.ts';
import type { RuleRoute } from './rule.ts';
import { chooseEndpoint } from './tiers.ts';

/**
 * Device unless flagged. A flag sends nothing: it asks. Without asking again a request is sent only in mode Cloud,
 * or where the user gave standing consent: by a rule, for the chat, or for this reason. Even then what holds a secret
 * is shown first. Flags that no person raised are offered in mode Ask me alone.
 *
 * Each stage adds its sentence to `reasons`, whatever comes of it.
 */
export function decide(facts: RouteFacts): Route & { readonly reasons: readonly Reason[] } {
  const policy = applyPolicy(facts);
  const lack = findLack(facts);
  const { isHard, reasons: weighed } = weighDifficulty(facts.difficulty, facts.routing.threshold);
  const reasons = [...policy.reasons, ...(lack === null ? [] : [lack.reason]), ...weighed, ...facts.evidence];
  const flag = wanted(facts, policy.rule, lack?.flag ?? null, isHard);

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
function here({ model }: RouteFacts, reasons: readonly Reason[]): ReturnType<typeof decide> {
  const text = `So ${model.name} answers, on this device.`;
  return { route: 'device', reasons: [...reasons, { stage: 'tier', code: 'device', text }] };
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
