import type { ModelId } from '../ids.ts';
import { CATALOG } from './catalog.ts';
import type { CatalogBuild, CatalogModel } from './catalog-entry.ts';
import { chooseBuild, recommend } from './choose-build.ts';
import type { DeviceFacts } from './device-facts.ts';
import { learnCorrection } from './speed-record.ts';
import type { MeasuredRun } from './speed-record.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const BUILDS = CATALOG.flatMap(({ builds }) => builds);

/** `runs`: oldest first, of any model. */
function judgeWithRuns(
  build: CatalogBuild,
  contextWindow: number,
  facts: DeviceFacts,
  runs: readonly MeasuredRun[],
): Verdict {
  const correction = learnCorrection(build, runs, [...BUILDS, build], contextWindow, facts);
  return judge(build, contextWindow, facts, correction);
}

/** All that is known of models before they are here: the catalog, and what a device makes of it. */
export const MODEL_GUIDE = {
  catalog: CATALOG,
  judge: judgeWithRuns,
  /** Null where none can run. */
  chooseBuild: (model: CatalogModel, facts: DeviceFacts): CatalogBuild | null => chooseBuild(model, facts),
  recommend: (facts: DeviceFacts): ModelId | null => recommend(CATALOG, facts)?.id ?? null,
} as const;
