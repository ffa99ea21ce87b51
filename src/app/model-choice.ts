import { type ErrorInfo, errorInfo } from '../core/errors.ts';
import { turnMetrics } from '../core/metrics/turn-metrics.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import { isUsable } from '../core/models/stored-model.ts';
import type { TurnId } from '../core/ids.ts';
import { folderOf, type KnownModels } from './known-models.ts';
import type { ModelsContext } from './models-control.ts';
import type { AppState, EngineState } from './state.ts';

/** Which model answers on this device, and how fast it turns out to be. */
export interface ModelChoice {
  readonly use: (folder: string | null) => Promise<void>;
  /** See `Models`. */
  readonly borrow: (folder: string, signal: AbortSignal) => Promise<ErrorInfo | null>;
  readonly restore: () => Promise<void>;
  /** If it is in use, the model that ships takes its place; resolves as soon as it is unloaded. */
  readonly leave: (folder: string) => Promise<void>;
}

/** Fewer decode steps than this say little about speed. */
const LEAST_STEPS = 8;
/** Runs kept: enough to learn from, few enough to read at each start. */
const MOST_RUNS = 40;

export function createModelChoice(context: ModelsContext, known: KnownModels): ModelChoice {
  const { host, state, deps } = context;
  const app = host.context.state;
  const { keeper } = deps;

  function forget(): void {
    keeper.update({ chosen: null });
    host.changeSettings({ modelFolder: null });
  }

  function recordRun(answered: AppState, turnId: TurnId): void {
    const folder = folderOf(answered.model);
    const answer = answered.current?.turns.find(({ id }) => id === turnId)?.device;
    if (folder === null || answer?.end.type !== 'ended') return;
    void context.act(folder, (library) => library.touch(folder));
    const { usage } = answer.end;
    const measured = turnMetrics(usage).decodeTokensPerSecond;
    if (measured === null || usage.completionTokens.value < LEAST_STEPS) return;
    const { chosen } = keeper.read();
    const run = {
      folder,
      predicted: chosen?.predicted ?? null,
      measured: measured.value,
      atMs: host.context.deps.now(),
    };
    const runs = [...state.getState().runs, run].slice(-MOST_RUNS);
    keeper.update({ runs });
    state.setState({ runs });
  }

  app.subscribe((now, before) => {
    const isNews = now.fallenBack !== before.fallenBack;
    // One that was only borrowed leaves the choice as it is.
    if (isNews && now.fallenBack !== null && now.fallenBack.folder === now.settings.modelFolder) forget();
    const [isLoading, wasLoading] = [isLoadingChosen(now), isLoadingChosen(before)];
    if (now.engine !== before.engine && now.engine.type === 'ready') known.loaded(now.model, now.engine.loadMs);
    // A page that dies in the middle of a load must not die of it again at each start.
    if (wasLoading !== isLoading) keeper.update({ isLoading });
    if (now.turn.type === 'idle' && before.turn.type !== 'idle' && before.turn.source === 'device') {
      recordRun(now, before.turn.turnId);
    }
  });

  /** What was resident comes back; nobody waits for it. */
  function giveBack(model: ModelManifest): void {
    void host.engine.use(model, new AbortController().signal);
  }

  return {
    async borrow(folder, signal) {
      const { model: before } = app.getState();
      if (folderOf(before) === folder) return host.engine.ensureReady();
      const wanted = known.find(folder);
      if (wanted === null) return errorInfo('model-missing');
      const manifest = fitted(wanted.manifest, wanted.contextTokens);
      context.host.context.announce(`${manifest.name} is being loaded`);
      keeper.update({ borrowing: folder });
      const loaded = host.engine.use(manifest, signal);
      const mine = host.engine.uses();
      await loaded;
      keeper.update({ borrowing: null });
      if (signal.aborted) {
        // Unless it was the user who chose another meanwhile.
        if (host.engine.uses() === mine) giveBack(before);
        return errorInfo('model-not-loaded');
      }
      const { model: now, fallenBack } = app.getState();
      if (folderOf(now) === folder) return null;
      known.markUnfit(folder);
      if (folderOf(before) !== null) giveBack(before);
      return errorInfo('model-fell-back', fallenBack?.error.detail ?? fallenBack?.error.code);
    },
    async leave(folder) {
      if (folderOf(app.getState().model) !== folder) return;
      if (app.getState().settings.modelFolder === folder) forget();
      await host.engine.actions.unloadEngine();
      app.setState({ model: host.context.deps.model });
      void host.engine.actions.loadEngine();
    },
    async restore() {
      const { chosen, isLoading } = keeper.read();
      // What another tab is loading has not died.
      const hasDied = isLoading && (await host.context.deps.residency.acquire()) === 'held';
      if (chosen !== null && !hasDied) {
        app.setState({ model: chosen.manifest });
        return;
      }
      keeper.update({ isLoading: false });
      const folder = app.getState().settings.modelFolder ?? '';
      if (hasDied) known.markUnfit(folder);
      const error = hasDied
        ? errorInfo('engine-crashed', 'the page died while it was loaded')
        : errorInfo('model-missing');
      app.setState({ fallenBack: { folder, error } });
      host.context.notify(errorInfo('model-fell-back'));
    },
    async use(folder) {
      if (folder === null) {
        forget();
        app.setState({ fallenBack: null });
        await host.engine.use(host.context.deps.model);
        return;
      }
      const stored = context.stored(folder);
      if (stored === null || !isUsable(stored)) return;
      const verdict = state.getState().storedVerdicts.get(folder) ?? null;
      const manifest = fitted(stored.manifest, verdict?.contextTokens ?? null);
      keeper.update({ chosen: { manifest, predicted: verdict?.tokensPerSecond?.value ?? null } });
      app.setState({ fallenBack: null });
      host.changeSettings({ modelFolder: folder });
      context.announce(`${manifest.name} is being loaded`);
      const error = await host.engine.use(manifest);
      if (app.getState().fallenBack?.folder === folder) known.markUnfit(folder);
      if (folderOf(app.getState().model) !== folder) context.announce(`${manifest.name} could not be loaded`);
      else if (error === null) {
        known.markFit(folder);
        context.announce(`${manifest.name} is in use`);
      }
    },
  };
}

/** Its load may still fail, or end the page: a failed self-test counts as well. */
function isUnproven(engine: EngineState): boolean {
  return engine.type === 'loading' || (engine.type === 'ready' && !engine.isTested);
}

function isLoadingChosen({ engine, model, settings }: AppState): boolean {
  return isUnproven(engine) && folderOf(model) !== null && folderOf(model) === settings.modelFolder;
}

/** With the context that fits this device: a cache for more would cost memory that is not there. */
function fitted(manifest: ModelManifest, contextTokens: number | null): ModelManifest {
  return contextTokens === null || contextTokens >= manifest.contextWindow
    ? manifest
    : { ...manifest, contextWindow: contextTokens };
}
