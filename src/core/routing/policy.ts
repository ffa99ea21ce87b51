import { errorInfo, type ErrorInfo } from '../errors.ts';
import type { Reason } from './decision.ts';
import { isLocalAddress } from './endpoint-url.ts';
import type { Endpoint } from './endpoint.ts';
import type { RouteFacts } from './route-facts.ts';
import { isTopic, ruleText, type Rule, type RuleRoute } from './rule.ts';
import { isAbout } from './topic.ts';

export interface Policy {
  /** Why nothing may leave. `answersHere`: the device answers instead, whoever asked. Null: something may. */
  readonly wall: { readonly error: ErrorInfo; readonly answersHere: boolean } | null;
  /** Endpoints that may be asked. */
  readonly open: readonly Endpoint[];
  /** What the user's rule says; null: none applies. */
  readonly rule: RuleRoute | null;
  readonly reasons: readonly Reason[];
}

const MODE_TEXT = {
  device: 'Mode On device: answers are made here.',
  ask: 'Mode Ask me: answers are made here, and you are asked before anything leaves.',
  cloud: 'Mode Cloud: you chose to have your endpoint answer.',
} as const;

/** What the user has laid down, whatever the prompt is worth. */
export function applyPolicy(facts: RouteFacts): Policy {
  const reasons: Reason[] = [reason('mode', MODE_TEXT[facts.mode])];
  const rule = facts.routing.rules.find((candidate) => applies(candidate, facts)) ?? null;
  if (rule !== null) reasons.push(reason('rule', `Your rule applies: ${ruleText(rule)}.`));
  if (facts.hasChatConsent) reasons.push(reason('consent', 'You said yes for the rest of this chat.'));
  if (facts.sensitive.length > 0) {
    const kinds = listed(facts.sensitive);
    reasons.push(reason('sensitive', `It holds ${kinds}: it stays here unless you say yes to the redacted text.`));
  }
  const { wall, open, reason: why } = wallOf(facts);
  if (why !== null) reasons.push(why);
  return { wall, open, rule: rule?.route ?? null, reasons };
}

function wallOf(facts: RouteFacts): Pick<Policy, 'wall' | 'open'> & { readonly reason: Reason | null } {
  const closed = (code: string, text: string, error: ErrorInfo, answersHere = false) => ({
    wall: { error, answersHere },
    open: [],
    reason: reason(code, text),
  });
  if (facts.isAirtight) {
    return closed('airtight', 'Airtight mode: nothing leaves this device.', errorInfo('cloud-airtight'), true);
  }
  if (facts.isLocked) {
    return closed('locked', 'You locked this chat: it never leaves this device.', errorInfo('cloud-locked'), true);
  }
  if (facts.endpoints.length === 0) {
    const error = facts.endpointError ?? errorInfo('cloud-not-configured');
    return closed('no-endpoint', 'No endpoint is set up, so nothing can leave.', error);
  }
  const near = facts.endpoints.filter(({ url }) => facts.isOnline || isLocalAddress(url));
  if (near.length === 0) {
    return closed('offline', 'This device is offline, so no endpoint can be reached.', errorInfo('cloud-offline'));
  }
  const open = near.filter((endpoint) => facts.budgetLeft === null || facts.budgetLeft > 0 || isFree(endpoint));
  if (open.length === 0) {
    return closed('budget', 'This month’s budget is spent.', errorInfo('cloud-budget-spent'));
  }
  const isDear = open.length < near.length;
  return {
    wall: null,
    open,
    reason: isDear ? reason('budget', 'This month’s budget is spent: only free endpoints are left.') : null,
  };
}

function isFree({ price }: Endpoint): boolean {
  return price === null || (price.input === 0 && price.output === 0);
}

function applies({ when, value }: Rule, { prompt, difficulty }: RouteFacts): boolean {
  const wanted = value.trim();
  switch (when) {
    case 'contains':
      return wanted !== '' && prompt.toLocaleLowerCase().includes(wanted.toLocaleLowerCase());
    case 'task':
      return difficulty?.task === wanted;
    case 'topic':
      return isTopic(wanted) && isAbout(wanted, prompt);
    case 'longer':
      return Number(wanted) > 0 && prompt.trim().split(/\s+/).length > Number(wanted);
  }
}

/** “a, b and c” */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function reason(code: string, text: string): Reason {
  return { stage: 'policy', code, text };
}
