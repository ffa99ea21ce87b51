import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo, toErrorInfo } from '../core/errors.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { Actions } from './actions.ts';
import type { AppContext } from './context.ts';
import type { EngineState } from './state.ts';

type EngineActions = Pick<Actions, 'loadEngine' | 'unloadEngine' | 'takeOver' | 'refreshMemory'>;

export interface EngineControl {
  readonly actions: EngineActions;
  /** Loads if need be. Null when ready, else why not. */
  ensureReady(): Promise<ErrorInfo | null>;
  /**
   * Unloads what is resident and loads this. Null when ready, else why not. With a signal, which cancels the load, the
   * turn under way is left alone: it waits for this.
   */
  use(model: ModelManifest, signal?: AbortSignal): Promise<ErrorInfo | null>;
  /** Calls of `use` so far: whoever finds more than its own was overtaken. */
  uses(): number;
  /** The engine said that it is gone (crash, device lost): the next use loads anew. */
  markLost(): void;
}

export function createEngineControl(context: AppContext, stop: () => void): EngineControl {
  const { state, deps } = context;
  let isElsewhere = false;
  let uses = 0;
  let unloading: Promise<void> | null = null;
  let loading: {
    readonly done: Promise<ErrorInfo | null>;
    readonly controller: AbortController;
  } | null = null;

  /** What happens to this tab's engine does not hide that another tab holds the model. */
  function show(engine: EngineState): void {
    state.setState({ engine: isElsewhere ? { type: 'elsewhere' } : engine });
  }

  async function load(signal: AbortSignal): Promise<ErrorInfo | null> {
    await unloading;
    isElsewhere = (await deps.residency.acquire()) === 'elsewhere';
    show({ type: 'loading', stage: 'probe', loadedBytes: 0, totalBytes: 0 });
    return isElsewhere ? errorInfo('engine-elsewhere') : attempt(signal);
  }

  async function attempt(signal: AbortSignal): Promise<ErrorInfo | null> {
    const { model, settings } = state.getState();
    for await (const part of deps.engine.load(model, settings.engine, signal)) {
      switch (part.type) {
        case 'load-progress': {
          const { stage, loadedBytes, totalBytes } = part;
          show({ type: 'loading', stage, loadedBytes, totalBytes });
          break;
        }
        case 'load-usable':
          show({ type: 'ready', choice: part.choice, loadMs: part.loadMs, selfTest: null, isTested: false });
          break;
        case 'load-end':
          // Loaded a second time, smaller, when its self-test had failed.
          if (part.selfTest?.isSecondTry) {
            state.setState({ model: { ...model, contextWindow: part.selfTest.contextWindow } });
          }
          show({
            type: 'ready',
            choice: part.choice,
            loadMs: part.loadMs,
            selfTest: part.selfTest ?? null,
            isTested: true,
          });
          void refreshMemory();
          return null;
        case 'load-error':
          if (model.files.type === 'stored') {
            state.setState({ model: deps.model, fallenBack: { folder: model.files.folder, error: part.error } });
            context.notify(errorInfo('model-fell-back'));
            return attempt(signal);
          }
          show({ type: 'failed', error: part.error });
          return part.error;
        case 'load-cancelled':
          show({ type: 'unloaded' });
          return errorInfo('model-not-loaded');
      }
    }
    const error = errorInfo('engine-crashed', 'the load ended without a result');
    show({ type: 'failed', error });
    return error;
  }

  function startLoad(): Promise<ErrorInfo | null> {
    if (loading !== null) return loading.done;
    const controller = new AbortController();
    const done = load(controller.signal)
      .catch((caught: unknown) => {
        const error = toErrorInfo(caught, 'engine-crashed');
        show({ type: 'failed', error });
        return error;
      })
      .finally(() => {
        loading = null;
      });
    loading = { done, controller };
    return done;
  }

  async function release(): Promise<void> {
    loading?.controller.abort();
    await loading?.done;
    // From here on a prompt waits for a new load instead of meeting an engine that is on its way out.
    show({ type: 'unloaded' });
    try {
      await deps.engine.unload();
    } catch (caught) {
      context.notify(toErrorInfo(caught, 'engine-crashed'));
    }
    void refreshMemory();
  }

  function unload(): Promise<void> {
    stop();
    return giveUp();
  }

  function giveUp(): Promise<void> {
    unloading ??= release().finally(() => {
      unloading = null;
    });
    return unloading;
  }

  async function refreshMemory(): Promise<void> {
    try {
      const resident = state.getState().engine.type === 'ready';
      const [footprint, pageMemory] = await Promise.all([
        resident ? deps.engine.footprint() : Promise.resolve(null),
        deps.storage.read(),
      ]);
      state.setState({ footprint, pageMemory });
    } catch (caught) {
      context.notify(toErrorInfo(caught));
    }
  }

  deps.residency.subscribe((residency) => {
    const wasElsewhere = isElsewhere;
    isElsewhere = residency === 'elsewhere';
    if (isElsewhere) {
      show({ type: 'elsewhere' });
      void unload();
    } else if (wasElsewhere) {
      void startLoad();
    }
  });

  return {
    ensureReady() {
      const { engine } = state.getState();
      return engine.type === 'ready' && engine.isTested && unloading === null ? Promise.resolve(null) : startLoad();
    },
    uses: () => uses,
    async use(model, signal) {
      uses += 1;
      const mine = uses;
      const cancel = () => loading?.controller.abort();
      await (signal === undefined ? unload() : giveUp());
      if (mine !== uses) return errorInfo('model-not-loaded');
      state.setState({ model });
      const loaded = startLoad();
      if (signal?.aborted) cancel();
      signal?.addEventListener('abort', cancel);
      return loaded.finally(() => signal?.removeEventListener('abort', cancel));
    },
    markLost() {
      if (state.getState().engine.type !== 'ready') return;
      show({ type: 'unloaded' });
      state.setState({ footprint: null });
    },
    actions: {
      async loadEngine() {
        await startLoad();
      },
      unloadEngine: unload,
      async takeOver() {
        try {
          await deps.residency.takeOver();
        } catch (caught) {
          context.notify(toErrorInfo(caught));
          return;
        }
        if (state.getState().promptError?.code === 'engine-elsewhere') state.setState({ promptError: null });
        await startLoad();
      },
      refreshMemory,
    },
  };
}
