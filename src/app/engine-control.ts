import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo, toErrorInfo } from '../core/errors.ts';
import type { Actions } from './actions.ts';
import type { AppContext } from './context.ts';

type EngineActions = Pick<Actions, 'loadEngine' | 'unloadEngine' | 'takeOver' | 'refreshMemory'>;

export interface EngineControl {
  readonly actions: EngineActions;
  /** Loads if need be. Null when ready, else why not. */
  ensureReady(): Promise<ErrorInfo | null>;
  /** The engine said that it is gone (crash, device lost): the next use loads anew. */
  markLost(): void;
}

export function createEngineControl(context: AppContext, stop: () => void): EngineControl {
  const { state, deps } = context;
  let loading: {
    readonly done: Promise<ErrorInfo | null>;
    readonly controller: AbortController;
  } | null = null;

  async function load(signal: AbortSignal): Promise<ErrorInfo | null> {
    if ((await deps.residency.acquire()) === 'elsewhere') {
      state.setState({ engine: { type: 'elsewhere' } });
      return errorInfo('engine-elsewhere');
    }
    const { model, settings } = state.getState();
    state.setState({ engine: { type: 'loading', stage: 'probe', loadedBytes: 0, totalBytes: 0 } });
    for await (const part of deps.engine.load(model, settings.engine, signal)) {
      switch (part.type) {
        case 'load-progress': {
          const { stage, loadedBytes, totalBytes } = part;
          state.setState({ engine: { type: 'loading', stage, loadedBytes, totalBytes } });
          break;
        }
        case 'load-end':
          state.setState({ engine: { type: 'ready', choice: part.choice, loadMs: part.loadMs } });
          void refreshMemory();
          return null;
        case 'load-error':
          state.setState({ engine: { type: 'failed', error: part.error } });
          return part.error;
        case 'load-cancelled':
          state.setState({ engine: { type: 'unloaded' } });
          return errorInfo('model-not-loaded');
      }
    }
    const error = errorInfo('engine-crashed', 'the load ended without a result');
    state.setState({ engine: { type: 'failed', error } });
    return error;
  }

  function startLoad(): Promise<ErrorInfo | null> {
    if (loading !== null) return loading.done;
    const controller = new AbortController();
    const done = load(controller.signal)
      .catch((caught: unknown) => {
        const error = toErrorInfo(caught, 'engine-crashed');
        state.setState({ engine: { type: 'failed', error } });
        return error;
      })
      .finally(() => {
        loading = null;
      });
    loading = { done, controller };
    return done;
  }

  async function unload(): Promise<void> {
    stop();
    loading?.controller.abort();
    await loading?.done;
    try {
      await deps.engine.unload();
    } catch (caught) {
      context.notify(toErrorInfo(caught, 'engine-crashed'));
    }
    if (state.getState().engine.type !== 'elsewhere') state.setState({ engine: { type: 'unloaded' } });
    await refreshMemory();
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
    if (residency === 'elsewhere') {
      state.setState({ engine: { type: 'elsewhere' } });
      void unload();
    } else if (state.getState().engine.type === 'elsewhere') {
      void startLoad();
    }
  });

  return {
    ensureReady() {
      return state.getState().engine.type === 'ready' ? Promise.resolve(null) : startLoad();
    },
    markLost() {
      if (state.getState().engine.type === 'ready') state.setState({ engine: { type: 'unloaded' }, footprint: null });
    },
    actions: {
      async loadEngine() {
        await startLoad();
      },
      unloadEngine: unload,
      async takeOver() {
        await deps.residency.takeOver();
        await startLoad();
      },
      refreshMemory,
    },
  };
}
