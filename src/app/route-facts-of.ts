import { messagesForTurn } from '../core/chat/conversation-edit.ts';
import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo } from '../core/errors.ts';
import type { ConversationId } from '../core/ids.ts';
import { EMBER } from '../core/models/ember.ts';
import { type DecisionRecord, spentInMonth } from '../core/routing/decision-record.ts';
import type { Difficulty } from '../core/routing/difficulty.ts';
import type { Endpoint } from '../core/routing/endpoint.ts';
import { chatCompletionsUrl } from '../core/routing/endpoint-url.ts';
import { estimateTokens } from '../core/routing/estimate-tokens.ts';
import type { LargerModel } from '../core/routing/larger-model.ts';
import type { RouteFacts } from '../core/routing/route-facts.ts';
import type { AppContext } from './context.ts';
import type { RouteQuestion } from './routing.ts';

/** What only the routing itself knows. */
export interface RoutingKnowledge {
  readonly difficulty: Difficulty | null;
  readonly records: readonly DecisionRecord[];
  readonly consented: ReadonlySet<ConversationId>;
  readonly larger: readonly LargerModel[];
  sensitiveKinds(text: string): readonly string[];
}

/** The state of the app, as far as a decision looks at it. */
export function routeFactsOf(context: AppContext, question: RouteQuestion, known: RoutingKnowledge): RouteFacts {
  const { state, deps } = context;
  const { settings, model, engine } = state.getState();
  const { conversation, turnId } = question;
  const messages = messagesForTurn(conversation, turnId);
  const text = messages.map(({ content }) => content).join('\n');
  const usable = settings.endpoints.filter((endpoint) => endpointError(endpoint) === null);
  const [first] = settings.endpoints;
  const { monthlyBudget } = settings.routing;
  return {
    mode: settings.mode,
    flag: question.flag,
    evidence: question.evidence ?? [],
    prompt: messages.at(-1)?.content ?? '',
    promptTokens: estimateTokens(text),
    isOnline: deps.isOnline(),
    isAirtight: settings.airtight,
    isLocked: conversation.isLocked,
    endpoints: usable,
    endpointError: usable.length > 0 || first === undefined ? null : endpointError(first),
    budgetLeft: monthlyBudget === null ? null : monthlyBudget - spentInMonth(known.records, deps.now(), monthOf),
    routing: settings.routing,
    hasChatConsent: known.consented.has(conversation.id),
    sensitive: known.sensitiveKinds(text),
    model: {
      name: model.name,
      contextWindow: model.contextWindow,
      // Of a model that was downloaded we do not know what it was taught.
      languages: model.id === EMBER.id ? ['en'] : null,
      trouble: engine.type === 'failed' ? engine.error : null,
    },
    larger: known.larger,
    difficulty: known.difficulty,
  };
}

/** Why it cannot be asked; null where it can. */
function endpointError({ url, model }: Endpoint): ErrorInfo | null {
  const call = chatCompletionsUrl(url);
  if (typeof call !== 'string') return call;
  return model.trim() === '' ? errorInfo('cloud-not-configured', 'no model name') : null;
}

/** In the time zone of the browser, in which the user's months begin. */
function monthOf(timeMs: number): string {
  const date = new Date(timeMs);
  return `${date.getFullYear()}-${date.getMonth()}`;
}
