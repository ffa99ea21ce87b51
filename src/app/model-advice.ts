import { toErrorInfo } from '../core/errors.ts';
import type { CatalogBuild, CatalogModel } from '../core/models/catalog-entry.ts';
import { chooseBuild, recommend } from '../core/models/choose-build.ts';
import type { FileSelection } from '../core/models/source.ts';
import { learnCorrection } from '../core/models/speed-record.ts';
import type { DownloadOrder, StoredModel } from '../core/models/stored-model.ts';
import type { Verdict } from '../core/models/verdict.ts';
import { judge } from '../core/models/verdict.ts';
import type { DeviceFacts } from '../ports/device-probe.ts';
import { buildOf } from './download-order.ts';
import type { ModelsContext } from './models-control.ts';
import type { JudgedModel } from './models-state.ts';
import { PAGE } from './models-state.ts';

/** Verdicts before the first byte: of the catalog, of what is stored, and of what the user wants to add. */
export interface ModelAdvice {
  /** Reads catalog and device. */
  read(): Promise<void>;
  /** The same with the device measured anew. */
  measureAgain(): Promise<void>;
  judgeStored(): void;
  /** Null until the device is read. */
  verdictOf(order: DownloadOrder): Verdict | null;
}

/** A verdict does not depend on which files they are. */
const UNKNOWN_FILES: FileSelection = { format: 'onnx', graph: '' };

export function createModelAdvice(context: ModelsContext): ModelAdvice {
  const { state, deps, note, announce } = context;
  let catalog: readonly CatalogModel[] = [];

  /** What the runs so far taught of a build's engine and backend. */
  function correctionOf(facts: DeviceFacts): (build: CatalogBuild) => number {
    const known = catalog.flatMap(({ builds }) => builds);
    const { runs } = state.getState();
    return (build) => learnCorrection(build, runs, known, USUAL_CONTEXT, facts);
  }

  function verdict(build: CatalogBuild, contextWindow: number): Verdict | null {
    const { facts } = state.getState();
    return facts === null ? null : judge(build, contextWindow, facts, correctionOf(facts)(build));
  }

  function judgeCatalog(facts: DeviceFacts): void {
    const correction = correctionOf(facts);
    const judged = catalog.map((model): JudgedModel => {
      const right = chooseBuild(model, facts, correction);
      const builds = model.builds.map((build) => ({
        build,
        verdict: judge(build, model.contextWindow, facts, correction(build)),
      }));
      return { model, builds, right: builds.find(({ build }) => build.id === right?.id) ?? null };
    });
    state.setState({ judged, recommended: recommend(catalog, facts, correction)?.id ?? null });
  }

  function buildOfStored({ folder, manifest, source, totalBytes }: StoredModel): CatalogBuild | null {
    const known = catalog.flatMap(({ builds }) => builds).find(({ id }) => id === folder);
    return known ?? buildOf(manifest, source, UNKNOWN_FILES, totalBytes);
  }

  function judgeStored(): void {
    const { stored, storedVerdicts } = state.getState();
    const verdicts = new Map(storedVerdicts);
    for (const model of stored ?? []) {
      // Bytes arriving change no verdict.
      if (verdicts.has(model.folder)) continue;
      const build = buildOfStored(model);
      const found = build === null ? null : verdict(build, model.manifest.contextWindow);
      if (found !== null) verdicts.set(model.folder, found);
    }
    if (verdicts.size > storedVerdicts.size) state.setState({ storedVerdicts: verdicts });
  }

  function verdictOf({ manifest, source, selection }: DownloadOrder): Verdict | null {
    const build = buildOf(manifest, source, selection, null);
    return build === null ? null : verdict(build, manifest.contextWindow);
  }

  /** The hub may have answered before the device was read. */
  function judgeFound(): void {
    const { addition } = state.getState();
    if (addition.type === 'found') state.setState({ addition: { ...addition, verdict: verdictOf(addition.order) } });
  }

  async function read({ isAnew }: { readonly isAnew: boolean }): Promise<void> {
    try {
      const [loaded, probe] = await Promise.all([deps.catalog(), deps.probe()]);
      catalog = loaded;
      if (isAnew) probe.forget();
      const facts = await probe.read(new AbortController().signal);
      state.setState({ facts, storedVerdicts: new Map() });
      judgeCatalog(facts);
      judgeStored();
      judgeFound();
    } catch (caught) {
      note(PAGE, { type: 'failed', error: toErrorInfo(caught) });
    }
  }

  return {
    read: () => read({ isAnew: false }),
    async measureAgain() {
      const before = state.getState().facts;
      state.setState({ facts: null });
      await read({ isAnew: true });
      if (state.getState().facts === null) state.setState({ facts: before });
      else announce('This device has been measured again.');
    },
    judgeStored,
    verdictOf,
  };
}

/** Tokens of window that runs are taken to have had: the speed depends on it only a little. */
const USUAL_CONTEXT = 4096;
