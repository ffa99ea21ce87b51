import type { AppContext } from './context.ts';
import type { ConversationLedger } from './conversation-ledger.ts';
import type { Egress } from './egress.ts';
import type { Models } from './models-state.ts';
import type { Routing } from './routing.ts';

export interface AllData {
  readonly context: AppContext;
  readonly conversations: ConversationLedger;
  readonly models: () => Promise<Models>;
  readonly routing: () => Promise<Routing>;
  readonly egress: () => Promise<Egress>;
}

/** All that people wrote, chose or downloaded; the app itself and the model that ships stay. Rejects where storage does. */
export async function deleteAllData({ context, conversations, models, routing, egress }: AllData): Promise<void> {
  const { deps, state } = context;
  // Also here: a model that is deleted while it is in use changes the settings, which would write the old ones back.
  const clearSettings = () => {
    deps.settings.clear();
    state.setState({ settings: deps.settings.read() });
  };
  await conversations.clear();
  clearSettings();
  await deps.cloud.forgetKeys();
  await (await models()).clear();
  await (await routing()).clear();
  const { ledger, airtight } = await egress();
  await ledger.clear();
  await airtight.set(false);
  clearSettings();
}
