import { createStore } from 'zustand/vanilla';
import { toErrorInfo } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import type { Actions } from './actions.ts';
import { createAnswering } from './answering.ts';
import { createChats } from './chats.ts';
import type { HearthDependencies } from './context.ts';
import { createContext } from './context.ts';
import { createConversationLedger } from './conversation-ledger.ts';
import type { Egress } from './egress.ts';
import type { EngineControl } from './engine-control.ts';
import { createEngineControl } from './engine-control.ts';
import type { Hearth } from './hearth.ts';
import { openedOnce } from './opened-once.ts';
import type { AppState, LiveAnswer } from './state.ts';

/** Builds the app on its adapters. `start` reads what is stored and loads the model that ships. */
export function createHearth(deps: HearthDependencies): Hearth & { start(): Promise<void> } {
  const state = createStore<AppState>(() => initialState(deps));
  const live = createStore<LiveAnswer | null>(() => null);
  const context = createContext(deps, state, live);
  const ledger = createConversationLedger(context);
  const answering = createAnswering(context, ledger, () => engine);
  const engine: EngineControl = createEngineControl(context, () => answering.stop());
  const models = openedOnce(() =>
    deps.openModels({ context, engine, changeSettings: (change) => actions.changeSettings(change) }),
  );
  const routing = openedOnce(() =>
    deps.openRouting({ context, models, changeSettings: (change) => actions.changeSettings(change) }),
  );
  const egress = openedOnce(() => deps.openEgress());
  const turns = openedOnce(async () => {
    // The last one is here before the first answer needs it.
    const [{ createTurns }, opened] = await Promise.all([
      import('./turns.ts'),
      routing(),
      import('./stream-answer.ts'),
    ]);
    return createTurns(context, ledger, chats, answering, opened);
  });
  /** What goes wrong on the way is told; the action then comes to nothing. */
  const using = async <Part, Outcome, Nothing>(
    part: () => Promise<Part>,
    use: (opened: Part) => Outcome | Promise<Outcome>,
    nothing: Nothing,
  ): Promise<Outcome | Nothing> => {
    try {
      return await use(await part());
    } catch (caught) {
      context.notify(toErrorInfo(caught));
      return nothing;
    }
  };
  const chats = createChats(context, ledger, (id) => answering.stop(id));

  const actions: Actions = {
    ...chats.actions,
    send: (text) => using(turns, (open) => open.send(text), false),
    sendToCloud: (text) => using(turns, (open) => open.sendToCloud(text), false),
    regenerate: (id) => using(turns, (open) => open.regenerate(id), undefined),
    editAndResend: (id, text) => using(turns, (open) => open.editAndResend(id, text), false),
    askCloud: (id) => using(turns, (open) => open.askCloud(id), undefined),
    askDevice: (id) => using(turns, (open) => open.askDevice(id), undefined),
    acceptOffer: (scope) => using(turns, (open) => open.acceptOffer(scope), undefined),
    declineOffer: () => using(turns, (open) => open.declineOffer(), undefined),
    acceptLarger: () => using(turns, (open) => open.acceptLarger(), undefined),
    declineLarger: () => void using(turns, (open) => open.declineLarger(), undefined),
    setRedaction: (placeholder, isOn) => void using(turns, (open) => open.setRedaction(placeholder, isOn), undefined),
    show: (id, source) => using(turns, (open) => open.show(id, source), undefined),
    stop: () => answering.stop(),
    ...engine.actions,
    setCloudKey: (id, key) => using(routing, ({ cloud }) => cloud.actions.setCloudKey(id, key), undefined),
    rememberCloudKey: (id, isOn) => using(routing, ({ cloud }) => cloud.actions.rememberCloudKey(id, isOn), undefined),
    testConnection: (id) => using(routing, ({ cloud }) => cloud.actions.testConnection(id), undefined),
    judge: (...judged) => using(routing, (open) => open.judge(...judged), undefined),
    changeSettings(change) {
      const before = state.getState().settings;
      const settings = { ...before, ...change };
      try {
        deps.settings.write(settings);
      } catch (caught) {
        context.notify(toErrorInfo(caught, 'storage-blocked'));
      }
      takeOver(settings);
      if (settings.airtight !== before.airtight) {
        void using(egress, ({ airtight }) => airtight.set(settings.airtight), undefined);
      }
    },
    async applyUpdate() {
      await ledger.flush();
      await deps.updates.apply();
    },
    keepOffline: () => deps.updates.keepOffline(),
    async deleteAllData() {
      answering.stop();
      try {
        const { deleteAllData } = await import('./delete-all-data.ts');
        await deleteAllData({ context, conversations: ledger, models, routing, egress });
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

  /** What this tab or another has chosen takes effect here. */
  function takeOver(settings: Settings): void {
    const before = state.getState().settings;
    state.setState({ settings });
    if (settings.endpoints !== before.endpoints) {
      void using(routing, ({ cloud }) => cloud.endpointsChanged(settings.endpoints), undefined);
    }
    if (settings.engine !== before.engine) void engine.actions.unloadEngine().then(engine.actions.loadEngine);
  }

  /** The settings and what the workers go by agree, in every tab; where they do not, the stricter one holds. */
  async function keepAirtight({ airtight }: Egress): Promise<void> {
    if (state.getState().settings.airtight) await airtight.set(true);
    airtight.subscribe((isOn) => {
      if (state.getState().settings.airtight !== isOn) actions.changeSettings({ airtight: isOn });
    });
  }

  async function start(): Promise<void> {
    deps.updates.subscribe((update) => {
      const { offlineError } = state.getState().update;
      state.setState({ update });
      if (update.offlineError !== null && update.offlineError !== offlineError) context.notify(update.offlineError);
    });
    deps.conversations.subscribe(() => void ledger.sync());
    deps.settings.subscribe(takeOver);
    const last = deps.settings.readOpenConversation();
    await Promise.all([ledger.refreshList(), last === null ? null : actions.open(last)]);
    void deps.cloud.keyedOrigins().then((keyedOrigins) => state.setState({ keyedOrigins }));
    void deps.cloud.rememberedOrigins().then((rememberedOrigins) => state.setState({ rememberedOrigins }));
    void actions.refreshMemory();
    void using(egress, keepAirtight, undefined);
    try {
      if (state.getState().settings.modelFolder !== null) await (await models()).restore();
      await actions.loadEngine();
      await (await models()).goOn();
      await turns();
    } catch (caught) {
      context.notify(toErrorInfo(caught));
    }
  }

  return { state, live, actions, models, routing, egress, start };
}

function initialState(deps: HearthDependencies): AppState {
  return {
    conversations: [],
    unreadable: [],
    searchQuery: '',
    searchHits: null,
    deleted: [],
    current: null,
    turn: { type: 'idle' },
    offer: null,
    largerOffer: null,
    promptError: null,
    settings: deps.settings.read(),
    model: deps.model,
    engine: { type: 'unloaded' },
    fallenBack: null,
    footprint: null,
    pageMemory: null,
    keyedOrigins: [],
    rememberedOrigins: [],
    connectionTest: { type: 'untested' },
    update: { offlineReady: false, updateReady: false, offlineError: null },
    notices: [],
    announcement: '',
  };
}
