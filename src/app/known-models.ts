import type { ModelManifest } from '../core/models/manifest.ts';
import { isUsable } from '../core/models/stored-model.ts';
import { estimated, measured } from '../core/quantity.ts';
import type { LargerModel } from '../core/routing/larger-model.ts';
import type { KnownModel } from '../ports/model-keeper.ts';
import type { ModelsContext } from './models-control.ts';

/** What is remembered of stored models, so that a prompt that needs one waits for neither library nor probe. */
export interface KnownModels {
  find(folder: string): KnownModel | null;
  /** Those larger than the resident one that are expected to run here. */
  larger(): readonly LargerModel[];
  /** Takes over what the library and the verdicts say. */
  refresh(): void;
  loaded(model: ModelManifest, loadMs: number): void;
  /** It could not be loaded: no prompt tries it again. */
  markUnfit(folder: string): void;
  /** The user chose it, and it runs. */
  markFit(folder: string): void;
}

/** Until a model was loaded once; measured were 300 to 800 MB a second for 2.4 GB (`bench/`). */
const ASSUMED_BYTES_PER_MS = 250_000;
/** The runtime, the tokenizer and the self-test. */
const ASSUMED_START_MS = 1000;

export function createKnownModels(context: ModelsContext): KnownModels {
  const { host, state, deps } = context;
  const { keeper } = deps;
  const app = host.context.state;

  const find = (folder: string) => keeper.read().known.find(({ manifest }) => folderOf(manifest) === folder) ?? null;

  function markUnfit(folder: string): void {
    keeper.update({ unfit: [...new Set([...keeper.read().unfit, folder])] });
  }

  /** A page that died of a load must not die of it again at the next hard prompt. Another tab's load has not died. */
  async function recover(): Promise<void> {
    const { borrowing } = keeper.read();
    if (borrowing === null || (await host.context.deps.residency.acquire()) !== 'held') return;
    markUnfit(borrowing);
    keeper.update({ borrowing: null });
  }
  void recover();

  return {
    find,
    markUnfit,
    markFit: (folder) => keeper.update({ unfit: keeper.read().unfit.filter((other) => other !== folder) }),
    larger() {
      const { model, settings, engine } = app.getState();
      if (engine.type === 'elsewhere') return [];
      const { known, unfit } = keeper.read();
      return known.flatMap(({ manifest, isUsable: isWhole, grade, contextTokens, loadMs }) => {
        const folder = folderOf(manifest);
        const isForced = settings.engine !== 'auto' && manifest.builds[settings.engine] === undefined;
        const runs = isWhole && grade !== 'will-not' && contextTokens !== null && !isForced;
        if (!runs || folder === null || unfit.includes(folder) || manifest.parameters <= model.parameters) return [];
        return [
          {
            folder,
            name: manifest.name,
            parameters: manifest.parameters,
            contextWindow: Math.min(manifest.contextWindow, contextTokens),
            isTight: grade === 'tight',
            loadMs: loadMs === null ? estimated(assumedLoadMs(manifest)) : measured(loadMs),
          },
        ];
      });
    },
    refresh() {
      const { stored, storedVerdicts } = state.getState();
      if (stored === null) return;
      const before = keeper.read().known;
      const known = stored.flatMap((model): readonly KnownModel[] => {
        const old = find(model.folder);
        const verdict = storedVerdicts.get(model.folder) ?? old;
        if (verdict === null) return [];
        const { grade, contextTokens } = verdict;
        const { manifest } = model;
        return [{ manifest, isUsable: isUsable(model), grade, contextTokens, loadMs: old?.loadMs ?? null }];
      });
      // The library tells of every piece that arrives.
      if (JSON.stringify(known) !== JSON.stringify(before)) keeper.update({ known });
    },
    loaded(loadedModel, loadMs) {
      const folder = folderOf(loadedModel);
      if (folder === null) return;
      const { known } = keeper.read();
      keeper.update({
        known: known.map((model) => (folderOf(model.manifest) === folder ? { ...model, loadMs } : model)),
      });
    },
  };
}

export function folderOf({ files }: ModelManifest): string | null {
  return files.type === 'stored' ? files.folder : null;
}

function assumedLoadMs({ builds }: ModelManifest): number {
  const bytes = builds.webgpu?.downloadBytes ?? builds.wasm?.downloadBytes ?? 0;
  return ASSUMED_START_MS + bytes / ASSUMED_BYTES_PER_MS;
}
