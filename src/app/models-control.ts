import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import { HearthError, toErrorInfo } from '../core/errors.ts';
import type { CatalogModel } from '../core/models/catalog-entry.ts';
import { parseMirror } from '../core/models/mirror-url.ts';
import type { StoredModel } from '../core/models/stored-model.ts';
import type { Settings } from '../core/settings.ts';
import type { DeviceProbe } from '../ports/device-probe.ts';
import type { ModelKeeper } from '../ports/model-keeper.ts';
import type { LibrarySettings, ModelLibrary } from '../ports/model-library.ts';
import type { AppContext } from './context.ts';
import type { EngineControl } from './engine-control.ts';
import { createKnownModels } from './known-models.ts';
import { createModelAddition } from './model-addition.ts';
import { createModelAdvice } from './model-advice.ts';
import { createModelChoice } from './model-choice.ts';
import { createModelTransfers } from './model-transfers.ts';
import type { ModelNote, Models, ModelsState } from './models-state.ts';
import { PAGE } from './models-state.ts';
import { newsOf } from './transfer-news.ts';

/** The world of models. Each part is fetched when it is first wanted. */
export interface ModelsDependencies {
  library(): Promise<ModelLibrary>;
  probe(): Promise<DeviceProbe>;
  catalog(): Promise<readonly CatalogModel[]>;
  readonly keeper: ModelKeeper;
}

/** What the rest of the app lends. */
export interface ModelsHost {
  readonly context: AppContext;
  readonly engine: EngineControl;
  changeSettings(change: Partial<Settings>): void;
}

/** What the parts of this use case share. */
export interface ModelsContext {
  readonly host: ModelsHost;
  readonly deps: ModelsDependencies;
  readonly state: StoreApi<ModelsState>;
  /** Opens it the first time; then `stored` is known. Rejects with `HearthError` where it cannot be opened. */
  readonly library: () => Promise<ModelLibrary>;
  readonly stored: (folder: string) => StoredModel | null;
  readonly note: (key: string, note: ModelNote | null) => void;
  readonly announce: (text: string) => void;
  /** Does it on the library; what goes wrong becomes the note of `key`. */
  readonly act: (key: string, work: (library: ModelLibrary) => Promise<unknown>) => Promise<void>;
}

export function createModels(host: ModelsHost, deps: ModelsDependencies): Models {
  const { keeper } = deps;
  const state = createStore<ModelsState>(() => ({
    judged: null,
    recommended: null,
    facts: null,
    stored: null,
    storedVerdicts: new Map(),
    addition: { type: 'none' },
    notes: new Map(),
    runs: keeper.read().runs,
    announcement: '',
  }));
  let opened: Promise<ModelLibrary> | null = null;

  const context: ModelsContext = {
    host,
    deps,
    state,
    library() {
      opened ??= openLibrary().catch((caught: unknown) => {
        // The next call tries again.
        opened = null;
        throw caught;
      });
      return opened;
    },
    stored: (folder) => state.getState().stored?.find((model) => model.folder === folder) ?? null,
    note(key, note) {
      const notes = new Map(state.getState().notes);
      if (note === null) notes.delete(key);
      else notes.set(key, note);
      state.setState({ notes });
    },
    announce: (announcement) => state.setState({ announcement }),
    async act(key, work) {
      context.note(key, null);
      try {
        await work(await context.library());
      } catch (caught) {
        context.note(key, { type: 'failed', error: toErrorInfo(caught) });
      }
    },
  };
  const advice = createModelAdvice(context);
  const known = createKnownModels(context);
  const choice = createModelChoice(context, known);
  const transfers = createModelTransfers(context, choice);

  async function openLibrary(): Promise<ModelLibrary> {
    const library = await deps.library();
    await library.configure(librarySettings(host.context.state.getState().settings));
    return new Promise((resolve, reject) => {
      const unsubscribe = library.subscribe(
        (stored) => {
          take(stored);
          resolve(library);
        },
        (error) => {
          unsubscribe();
          reject(new HearthError(error));
        },
      );
    });
  }

  function take(stored: readonly StoredModel[]): void {
    const before = state.getState().stored;
    state.setState({ stored });
    const news = before === null ? null : newsOf(before, stored);
    if (news !== null) context.announce(news);
    advice.judgeStored();
    const hasUnfinished = stored.some(isUnfinished);
    const kept = keeper.read();
    if (kept.hasUnfinished !== hasUnfinished || kept.hasModels !== stored.length > 0) {
      keeper.update({ hasUnfinished, hasModels: stored.length > 0 });
    }
  }

  state.subscribe(({ stored, storedVerdicts }, before) => {
    if (stored !== before.stored || storedVerdicts !== before.storedVerdicts) known.refresh();
  });
  host.context.state.subscribe(({ settings }, before) => {
    if (settings.downloads === before.settings.downloads || opened === null) return;
    // Whoever opened it is told where that fails.
    opened.then(
      (library) => library.configure(librarySettings(settings)),
      () => undefined,
    );
  });

  return {
    state,
    actions: {
      async open() {
        // What came of an earlier visit is no news any more.
        const notes = [...state.getState().notes].filter(([, { type }]) => type === 'busy');
        state.setState({ notes: new Map(notes) });
        await Promise.all([context.act(PAGE, () => Promise.resolve()), advice.read()]);
      },
      measureAgain: () => advice.measureAgain(),
      ...transfers,
      ...createModelAddition(context, advice),
      use: choice.use,
    },
    larger: () => known.larger(),
    borrow: choice.borrow,
    restore: choice.restore,
    async goOn() {
      const kept = keeper.read();
      // Stored before models were remembered: looked at once.
      const isNew = kept.hasModels && kept.known.length === 0;
      if (kept.hasUnfinished || isNew) await context.act(PAGE, () => Promise.resolve());
      if (isNew && (state.getState().stored ?? []).length > 0) await advice.read();
    },
    async clear() {
      if (keeper.read().hasModels) await transfers.removeAll();
      keeper.clear();
      state.setState({ runs: [] });
    },
  };
}

/** Settings as typed; an address that does not parse counts as none. */
function librarySettings({ downloads }: Settings): LibrarySettings {
  return { mirror: parseMirror(downloads.mirrorUrl) ?? null, maxBytesPerSecond: downloads.maxBytesPerSecond };
}

/** It goes on at the next start without being asked. */
function isUnfinished({ state, update }: StoredModel): boolean {
  return update !== null || ['queued', 'resolving', 'downloading', 'waiting', 'verifying'].includes(state.type);
}
