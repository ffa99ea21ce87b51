import type { Remote } from 'comlink';
import type { ErrorInfo } from '../core/errors.ts';
import { HearthError, errorInfo, toErrorInfo } from '../core/errors.ts';
import type { StoredModel } from '../core/models/stored-model.ts';
import type { LibraryResult, LibrarySettings, ModelLibrary } from '../ports/model-library.ts';
import type { DownloadsWorkerApi } from '../protocol/downloads-protocol.ts';

interface Listener {
  readonly onChange: (models: readonly StoredModel[]) => void;
  readonly onTrouble: (error: ErrorInfo) => void;
}

interface LiveWorker {
  readonly api: Remote<DownloadsWorkerApi>;
  /** Rejects when the worker's script cannot be loaded or run. */
  readonly severed: Promise<never>;
}

/** The downloads worker, started at first use and again when it came to nothing. `spawn` starts `downloads-worker.ts`. */
export function createWorkerModelLibrary(spawn: () => Worker): ModelLibrary {
  const listeners = new Set<Listener>();
  let models: readonly StoredModel[] | null = null;
  let settings: LibrarySettings | null = null;
  let live: Promise<LiveWorker> | null = null;

  const start = async (): Promise<LiveWorker> => {
    const { transfer, wrap } = await import('comlink');
    const worker = spawn();
    const severed = new Promise<never>((_resolve, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        live = null;
        worker.terminate();
        reject(new Error(`the downloads worker failed: ${event.message ?? 'its script could not be started'}`));
      });
    });
    // Handled where it is raced; when nothing waits, a dead worker is simply replaced at its next use.
    severed.catch(() => undefined);
    const api = wrap<DownloadsWorkerApi>(worker);
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', ({ data }: MessageEvent<readonly StoredModel[]>) => {
      models = data;
      for (const { onChange } of listeners) onChange(data);
    });
    port1.start();
    const trouble = await Promise.race([api.watch(transfer(port2, [port2])), severed]);
    if (trouble !== null) {
      worker.terminate();
      throw new HearthError(trouble);
    }
    if (settings !== null) await Promise.race([api.configure(settings), severed]);
    return { api, severed };
  };

  const begin = (): Promise<LiveWorker> => {
    const starting = start();
    starting.catch(() => {
      if (live === starting) live = null;
    });
    return starting;
  };

  const call = async <T>(act: (api: Remote<DownloadsWorkerApi>) => Promise<T>): Promise<T> => {
    const { api, severed } = await (live ??= begin());
    return Promise.race([act(api), severed]);
  };

  const answer = async <T>(
    act: (api: Remote<DownloadsWorkerApi>) => Promise<LibraryResult<T>>,
  ): Promise<LibraryResult<T>> => {
    try {
      return await call(act);
    } catch (caught) {
      return { ok: false, error: toErrorInfo(caught) };
    }
  };

  /** What comes of it shows in the list of models. */
  const command = async (act: (api: Remote<DownloadsWorkerApi>) => Promise<void>): Promise<void> => {
    const outcome = await answer(async (api) => ({ ok: true, value: await act(api) }) as const);
    if (outcome.ok) return;
    if (models === null) {
      for (const { onTrouble } of listeners) onTrouble(outcome.error);
      return;
    }
    const error = outcome.error.detail === undefined ? outcome.error : errorInfo('unexpected', outcome.error.detail);
    for (const { onChange } of listeners) onChange(models.map((model) => withError(model, error)));
  };

  // Without it the browser may delete gigabytes when the disk gets full. It decides by itself, or asks the user.
  const keep = () => void navigator.storage.persist().catch(() => false);

  return {
    subscribe(onChange, onTrouble) {
      const listener = { onChange, onTrouble };
      listeners.add(listener);
      if (models !== null) onChange(models);
      void command(() => Promise.resolve());
      return () => listeners.delete(listener);
    },
    configure(next) {
      settings = next;
      return live === null ? Promise.resolve() : command((api) => api.configure(next));
    },
    download(order) {
      keep();
      return command((api) => api.download(order));
    },
    pause: (folder) => command((api) => api.pause(folder)),
    resume: (folder) => command((api) => api.resume(folder)),
    cancel: (folder) => command((api) => api.cancel(folder)),
    verify: (folder) => command((api) => api.verify(folder)),
    repair: (folder) => command((api) => api.repair(folder)),
    update: (folder) => answer((api) => api.update(folder)),
    remove: (folder) => answer((api) => api.remove(folder)),
    touch: (folder) => command((api) => api.touch(folder)),
    inspect: (reference) => answer((api) => api.inspect(reference)),
    importFiles(files) {
      keep();
      return answer((api) => api.importFiles(files));
    },
    exportTo: (folder, target) => answer((api) => api.exportTo(folder, target)),
  };
}

/** A download that the dead worker was doing stands still; the next command starts another, which goes on with it. */
function withError(model: StoredModel, error: ReturnType<typeof errorInfo>): StoredModel {
  const isIdle = model.state.type === 'ready' || model.state.type === 'paused' || model.state.type === 'damaged';
  return isIdle ? model : { ...model, state: { type: 'failed', error } };
}
