import { createStore } from 'zustand/vanilla';
import { toErrorInfo } from '../core/errors.ts';
import type { Actions } from './actions.ts';
import { createAnswering } from './answering.ts';
import { createChats } from './chats.ts';
import type { HearthDependencies } from './context.ts';
import { createContext } from './context.ts';
import { createConversationLedger } from './conversation-ledger.ts';
import type { EngineControl } from './engine-control.ts';
import { createEngineControl } from './engine-control.ts';
import type { Hearth } from './hearth.ts';
import type { Models } from './models-state.ts';
import type { Routing } from './routing.ts';
import type { AppState, LiveAnswer } from './state.ts';
import { createTurns } from './turns.ts';

/** Builds the app on its adapters. `start` reads what is stored and loads the model that ships. */
export function createHearth(deps: HearthDependencies): Hearth & { start(): Promise<void> } {
  const state = createStore<AppState>(() => initialState(deps));
  const live = createStore<LiveAnswer | null>(() => null);
  const context = createContext(deps, state, live);
  const ledger = createConversationLedger(context);
  const answering = createAnswering(context, ledger, () => engine);
  const engine: EngineControl = createEngineControl(context, () => answering.stop());
  let opening: Promise<Models> | null = null;
  const models = () =>
    (opening ??= deps
      .openModels({ context, engine, changeSettings: (change) => actions.changeSettings(change) })
      .catch((caught: unknown) => {
        opening = null;
        throw caught;
      }));
  let openingRouting: Promise<Routing> | null = null;
  const routing = () =>
    (openingRouting ??= deps
      .openRouting({ context, changeSettings: (change) => actions.changeSettings(change) })
      .catch((caught: unknown) => {
        openingRouting = null;
        throw caught;
      }));
  const withRouting = async (use: (routing: Routing) => unknown) => {
    try {
      await use(await routing());
    } catch (caught) {
      context.notify(toErrorInfo(caught));
    }
  };
  const chats = createChats(context, ledger, (id) => answering.stop(id));

  const actions: Actions = {
    ...chats.actions,
    ...createTurns(context, ledger, chats, answering, routing),
    ...engine.actions,
    setCloudKey: (id, key) => withRouting(({ cloud }) => cloud.actions.setCloudKey(id, key)),
    testConnection: (id) => withRouting(({ cloud }) => cloud.actions.testConnection(id)),
    judge: (...judged) => withRouting((open) => open.judge(...judged)),
    changeSettings(change) {
      const before = state.getState().settings;
      const settings = { ...before, ...change };
      state.setState({ settings });
      try {
        deps.settings.write(settings);
      } catch (caught) {
        context.notify(toErrorInfo(caught, 'storage-blocked'));
      }
      if (change.endpoints !== undefined) void withRouting(({ cloud }) => cloud.endpointsChanged(settings.endpoints));
      if (settings.engine !== before.engine) void engine.actions.unloadEngine().then(engine.actions.loadEngine);
    },
    async applyUpdate() {
      await ledger.flush();
      await deps.updates.apply();
    },
    keepOffline: () => deps.updates.keepOffline(),
    async deleteAllData() {
      answering.stop();
      try {
        await ledger.clear();
        deps.settings.clear();
        await deps.cloud.forgetKeys();
        await (await models()).clear();
        await (await routing()).clear();
        state.setState({
          ...initialState(deps),
          engine: state.getState().engine,
          update: state.getState().update,
        });
        context.announce('All data deleted');
      } catch (caught) {
        context.notify(toErrorInfo(caught, 'storage-blocked'));
      }
      await engine.actions.refreshMemory();
    },
    dismissNotice(id) {
      state.setState({ notices: state.getState().notices.filter((notice) => notice.id !== id) });
    },
  };

  async function start(): Promise<void> {
    deps.updates.subscribe((update) => {
      const { offlineError } = state.getState().update;
      state.setState({ update });
      if (update.offlineError !== null && update.offlineError !== offlineError) context.notify(update.offlineError);
    });
    deps.conversations.subscribe(() => void ledger.sync());
    const last = deps.settings.readOpenConversation();
    await Promise.all([ledger.refreshList(), last === null ? null : actions.open(last)]);
    void deps.cloud.keyedOrigins().then((keyedOrigins) => state.setState({ keyedOrigins }));
    void actions.refreshMemory();
    try {
      if (state.getState().settings.modelFolder !== null) (await models()).restore();
      await actions.loadEngine();
      await (await models()).goOn();
    } catch (caught) {
      context.notify(toErrorInfo(caught));
    }
  }

  return { state, live, actions, models, routing, start };
}

function initialState(deps: HearthDependencies): AppState {
  return {
    conversations: [],
    unreadable: [],
    searchQuery: '',
    searchHits: null,
    deleted: null,
    current: null,
    turn: { type: 'idle' },
    offer: null,
    promptError: null,
    settings: deps.settings.read(),
    model: deps.model,
    engine: { type: 'unloaded' },
    fallenBack: null,
    footprint: null,
    pageMemory: null,
    keyedOrigins: [],
    connectionTest: { type: 'untested' },
    update: { offlineReady: false, updateReady: false, offlineError: null },
    notices: [],
    announcement: '',
  };
}
